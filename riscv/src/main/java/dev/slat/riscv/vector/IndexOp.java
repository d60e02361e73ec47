package dev.slat.riscv.vector;

/**
 * {@code viota.m} and {@code vid.v} (sections 15.8 and 15.9): for each element, how many of a
 * mask's active bits are set before it; and its index.
 */
final class IndexOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final boolean masked;
    private final boolean counts;

    /** {@code viota} counts, {@code vid} does not. */
    IndexOp(int w, boolean counts) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.masked = Fields.masked(w);
        this.counts = counts;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        int lmul = v.type.lmul();
        return !v.type.isIllegal()
                && Rules.isAligned(vd, lmul)
                && !(masked && vd == 0)
                && (!counts || (v.vstart == 0 && Rules.areApart(vd, lmul, vs2, 0)));
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        VectorRegisters r = v.registers;
        int count = 0;
        for (int i = v.vstart; i < v.vl; i++) {
            if (masked && !r.bit(0, i)) {
                continue;
            }
            r.set(v.type.sew(), vd, i, counts ? count : i);
            if (counts && r.bit(vs2, i)) {
                count++;
            }
        }
    }
}
