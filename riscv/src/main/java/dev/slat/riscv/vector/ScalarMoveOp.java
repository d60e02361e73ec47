package dev.slat.riscv.vector;

import dev.slat.riscv.fp.NanBox;

/**
 * {@code vmv.x.s}, {@code vmv.s.x}, {@code vfmv.f.s}, {@code vfmv.s.f} (sections 16.1 and 16.2):
 * between element 0 and a scalar register. No groups: LMUL does not count.
 */
final class ScalarMoveOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final int rs1;
    private final boolean toScalar;
    private final Operand file;

    /** {@code file} is {@link Operand#X} or {@link Operand#F}. */
    ScalarMoveOp(int w, boolean toScalar, Operand file) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.rs1 = Fields.vs1(w);
        this.toScalar = toScalar;
        this.file = file;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        FloatUse floats = file == Operand.F ? FloatUse.SEW : FloatUse.NONE;
        return !v.type.isIllegal() && floats.isLegal(v);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        int sew = v.type.sew();
        if (!toScalar) {
            if (v.vstart < v.vl) {
                v.registers.set(sew, vd, 0, file.scalar(v, x, rs1));
            }
            return;
        }
        long element = v.registers.get(sew, vs2, 0);
        if (file == Operand.X) {
            write(x, vd, element);
        } else {
            v.environment.markFloatDirty();
            v.f[vd] = v.bits == Integer.SIZE ? NanBox.box((int) element) : element;
        }
    }
}
