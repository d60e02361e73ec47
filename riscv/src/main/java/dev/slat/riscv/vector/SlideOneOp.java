package dev.slat.riscv.vector;

/**
 * {@code vslide1up}, {@code vslide1down} and their floating-point forms (sections 16.3.3, 16.3.4):
 * by one element, with a scalar where one is missing.
 */
final class SlideOneOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final int rs1;
    private final boolean masked;
    private final boolean up;
    private final Operand file;

    /** {@code file} is {@link Operand#X} or {@link Operand#F}. */
    SlideOneOp(int w, boolean up, Operand file) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.rs1 = Fields.vs1(w);
        this.masked = Fields.masked(w);
        this.up = up;
        this.file = file;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        FloatUse floats = file == Operand.F ? FloatUse.SEW : FloatUse.NONE;
        return !v.type.isIllegal()
                && Rules.isAligned(vd | vs2, v.type.lmul())
                && !(masked && vd == 0)
                && (!up || vd != vs2)
                && floats.isLegal(v);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        VectorRegisters r = v.registers;
        int sew = v.type.sew();
        long scalar = file.scalar(v, x, rs1);
        int open = up ? 0 : v.vl - 1;
        for (int i = v.vstart; i < v.vl; i++) {
            if (!masked || r.bit(0, i)) {
                long element = i == open ? scalar : r.get(sew, vs2, up ? i - 1 : i + 1);
                r.set(sew, vd, i, element);
            }
        }
    }
}
