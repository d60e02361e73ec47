package dev.slat.riscv.vector;

/** {@code vrgather} and {@code vrgatherei16} (section 16.4): an index past VLMAX gives zero. */
final class GatherOp extends VectorInstruction {
    private static final int HALFWORD = 1;

    private final int vd;
    private final int vs2;
    private final int vs1;
    private final boolean masked;
    private final Operand operand;
    private final boolean halfwords;

    /** The index comes from {@code operand}; with {@code halfwords}, from 16-bit elements. */
    GatherOp(int w, Operand operand, boolean halfwords) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.vs1 = Fields.vs1(w);
        this.masked = Fields.masked(w);
        this.operand = operand;
        this.halfwords = halfwords;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        int lmul = v.type.lmul();
        return !v.type.isIllegal()
                && Rules.isAligned(vd | vs2, lmul)
                && vd != vs2
                && !(masked && vd == 0)
                && (operand != Operand.VECTOR || areIndexesLegal(v, lmul));
    }

    private boolean areIndexesLegal(VectorUnit v, int lmul) {
        int emul = halfwords ? lmul + HALFWORD - v.type.sew() : lmul;
        return Rules.isGroup(vs1, HALFWORD, emul) && Rules.areApart(vd, lmul, vs1, emul);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        VectorRegisters r = v.registers;
        int sew = v.type.sew();
        int indexEew = halfwords ? HALFWORD : sew;
        long indexOnes = -1L >>> (Long.SIZE - (Byte.SIZE << indexEew));
        boolean vector = operand == Operand.VECTOR;
        long scalar = operand == Operand.X ? x[vs1] : vs1;
        for (int i = v.vstart; i < v.vl; i++) {
            if (masked && !r.bit(0, i)) {
                continue;
            }
            long index = vector ? r.get(indexEew, vs1, i) & indexOnes : scalar;
            boolean exists = Long.compareUnsigned(index, v.vlmax) < 0;
            r.set(sew, vd, i, exists ? r.get(sew, vs2, (int) index) : 0);
        }
    }
}
