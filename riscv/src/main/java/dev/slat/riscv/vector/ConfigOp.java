package dev.slat.riscv.vector;

/**
 * {@code vsetvli}, {@code vsetivli}, {@code vsetvl} (section 6). {@code vl} becomes AVL if VLMAX
 * allows, and VLMAX if not.
 */
final class ConfigOp extends VectorInstruction {
    private static final int SETVLI_TYPE = 0x7ff;
    private static final int SETIVLI_TYPE = 0x3ff;

    private final int rd;
    private final int rs1;

    /** vsetvl: the register that holds the type; or -1. */
    private final int rs2;

    private final boolean immediateLength;
    private final long immediateType;

    private ConfigOp(int w, int rs2, boolean immediateLength, long immediateType) {
        this.rd = Fields.vd(w);
        this.rs1 = Fields.vs1(w);
        this.rs2 = rs2;
        this.immediateLength = immediateLength;
        this.immediateType = immediateType;
    }

    static @org.jspecify.annotations.Nullable VectorInstruction decode(int w) {
        if (w >= 0) {
            return new ConfigOp(w, -1, false, w >>> 20 & SETVLI_TYPE);
        }
        if (w >>> 30 == 3) {
            return new ConfigOp(w, -1, true, w >>> 20 & SETIVLI_TYPE);
        }
        return w >>> 25 == 0x40 ? new ConfigOp(w, Fields.vs2(w), false, 0) : null;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        return true;
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        long requested = requestedLength(v, x);
        v.setType(VectorType.of(rs2 >= 0 ? x[rs2] : immediateType));
        v.vl = Long.compareUnsigned(requested, v.vlmax) < 0 ? (int) requested : v.vlmax;
        write(x, rd, v.vl);
    }

    /** AVL: x0 asks for all there is, or with destination x0 for the present length. */
    private long requestedLength(VectorUnit v, long[] x) {
        if (immediateLength) {
            return rs1;
        }
        if (rs1 != 0) {
            return x[rs1];
        }
        return rd != 0 ? -1 : v.vl;
    }
}
