package dev.slat.riscv.vector;

/**
 * A reduction (section 14): element 0 of vd becomes element 0 of vs1, with all active elements of
 * vs2 added one after the other. That order is what the ordered sums of floats ask for; the others
 * leave it open. The kernel gets the sum as {@code a} and the element as {@code b}.
 */
final class ReductionOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final int vs1;
    private final boolean masked;
    private final Kernel kernel;
    private final int widening;
    private final FloatUse floats;

    /** A {@code wide} one has a sum of twice SEW. */
    ReductionOp(int w, Kernel kernel, boolean wide, FloatUse floats) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.vs1 = Fields.vs1(w);
        this.masked = Fields.masked(w);
        this.kernel = kernel;
        this.widening = wide ? 1 : 0;
        this.floats = floats;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        return !v.type.isIllegal()
                && v.vstart == 0
                && v.type.sew() + widening <= VectorType.MAX_EEW
                && Rules.isAligned(vs2, v.type.lmul())
                && floats.isLegal(v);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        floats.begin(v);
        if (v.vl == 0) {
            return;
        }
        VectorRegisters r = v.registers;
        int sew = v.type.sew();
        long sum = r.get(sew + widening, vs1, 0);
        for (int i = 0; i < v.vl; i++) {
            if (!masked || r.bit(0, i)) {
                sum = kernel.apply(v, sum, r.get(sew, vs2, i), 0);
            }
        }
        r.set(sew + widening, vd, 0, sum);
    }
}
