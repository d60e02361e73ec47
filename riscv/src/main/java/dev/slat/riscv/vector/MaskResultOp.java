package dev.slat.riscv.vector;

/**
 * An instruction whose result is a bit of a mask for each element: comparisons, carries and borrows
 * (sections 11.4, 11.8 and 13.13). The kernel gives 0 or 1.
 */
final class MaskResultOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final int vs1;
    private final boolean masked;
    private final Kernel kernel;
    private final Operand operand;
    private final boolean carries;
    private final FloatUse floats;

    /** With {@code carries}, v0 is what comes in, if the instruction is masked. */
    MaskResultOp(int w, Kernel kernel, Operand operand, boolean carries, FloatUse floats) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.vs1 = Fields.vs1(w);
        this.masked = Fields.masked(w);
        this.kernel = kernel;
        this.operand = operand;
        this.carries = carries;
        this.floats = floats;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        int lmul = v.type.lmul();
        return !v.type.isIllegal()
                && isSource(v, vs2, lmul)
                && (operand != Operand.VECTOR || isSource(v, vs1, lmul))
                && floats.isLegal(v);
    }

    private boolean isSource(VectorUnit v, int register, int lmul) {
        return Rules.isAligned(register, lmul)
                && Rules.mayOverlap(vd, Rules.MASK_EEW, 0, register, v.type.sew(), lmul);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        floats.begin(v);
        VectorRegisters r = v.registers;
        int sew = v.type.sew();
        boolean vector = operand == Operand.VECTOR;
        long scalar = operand.scalar(v, x, vs1);
        for (int i = v.vstart; i < v.vl; i++) {
            boolean bit = masked && r.bit(0, i);
            if (masked && !carries && !bit) {
                continue;
            }
            long a = r.get(sew, vs2, i);
            long b = vector ? r.get(sew, vs1, i) : scalar;
            r.setBit(vd, i, kernel.apply(v, a, b, bit ? 1 : 0) != 0);
        }
    }
}
