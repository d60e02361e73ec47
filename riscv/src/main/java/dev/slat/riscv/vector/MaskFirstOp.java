package dev.slat.riscv.vector;

/** {@code vmsbf.m}, {@code vmsif.m}, {@code vmsof.m} (sections 15.4 to 15.6). */
final class MaskFirstOp extends VectorInstruction {
    /** Which bits the result has set, beside the first one that vs2 has set. */
    enum Kind {
        BEFORE,
        INCLUDING,
        ONLY
    }

    private final int vd;
    private final int vs2;
    private final boolean masked;
    private final Kind kind;

    MaskFirstOp(int w, Kind kind) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.masked = Fields.masked(w);
        this.kind = kind;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        return !v.type.isIllegal() && v.vstart == 0 && vd != vs2 && !(masked && vd == 0);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        VectorRegisters r = v.registers;
        boolean found = false;
        for (int i = 0; i < v.vl; i++) {
            if (masked && !r.bit(0, i)) {
                continue;
            }
            boolean isFirst = !found && r.bit(vs2, i);
            boolean before = !found && !isFirst;
            r.setBit(vd, i, (before && kind != Kind.ONLY) || (isFirst && kind != Kind.BEFORE));
            found |= isFirst;
        }
    }
}
