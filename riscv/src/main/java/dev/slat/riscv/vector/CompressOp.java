package dev.slat.riscv.vector;

/** {@code vcompress} (section 16.5): the elements of vs2 that the mask vs1 has set, closed up. */
final class CompressOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final int vs1;

    CompressOp(int w) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.vs1 = Fields.vs1(w);
    }

    @Override
    boolean isLegal(VectorUnit v) {
        int lmul = v.type.lmul();
        return !v.type.isIllegal()
                && v.vstart == 0
                && Rules.isAligned(vd | vs2, lmul)
                && vd != vs2
                && Rules.areApart(vd, lmul, vs1, 0);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        int sew = v.type.sew();
        int to = 0;
        for (int i = 0; i < v.vl; i++) {
            if (v.registers.bit(vs1, i)) {
                v.registers.set(sew, vd, to, v.registers.get(sew, vs2, i));
                to++;
            }
        }
    }
}
