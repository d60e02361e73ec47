package dev.slat.riscv.vector;

/**
 * An instruction that computes each element of vd by itself, from those of the same index: most of
 * arithmetic (sections 11 to 13). Elements go up, which is what makes the overlaps safe that {@link
 * Rules} allows.
 */
final class ElementOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final int vs1;
    private final boolean masked;
    private final Kernel kernel;
    private final Shape shape;
    private final Operand operand;
    private final Third third;
    private final FloatUse floats;

    ElementOp(int w, Kernel kernel, Shape shape, Operand operand, Third third, FloatUse floats) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.vs1 = Fields.vs1(w);
        this.masked = Fields.masked(w);
        this.kernel = kernel;
        this.shape = shape;
        this.operand = operand;
        this.third = third;
        this.floats = floats;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        if (v.type.isIllegal() || (masked && vd == 0)) {
            return false;
        }
        int sew = v.type.sew();
        int lmul = v.type.lmul();
        int eewD = sew + shape.destination;
        int emulD = lmul + shape.destination;
        int eew2 = sew + shape.source;
        int emul2 = lmul + shape.source;
        return Rules.isGroup(vd, eewD, emulD)
                && Rules.isGroup(vs2, eew2, emul2)
                && Rules.mayOverlap(vd, eewD, emulD, vs2, eew2, emul2)
                && (operand != Operand.VECTOR
                        || (Rules.isAligned(vs1, lmul)
                                && Rules.mayOverlap(vd, eewD, emulD, vs1, sew, lmul)))
                && floats.isLegal(v);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        floats.begin(v);
        VectorRegisters r = v.registers;
        int sew = v.type.sew();
        int eewD = sew + shape.destination;
        int eew2 = sew + shape.source;
        boolean vector = operand == Operand.VECTOR;
        boolean selects = masked && third != Third.MASK;
        long scalar = operand.scalar(v, x, vs1);
        for (int i = v.vstart; i < v.vl; i++) {
            if (selects && !r.bit(0, i)) {
                continue;
            }
            long a = r.get(eew2, vs2, i);
            long b = vector ? r.get(sew, vs1, i) : scalar;
            long d = third == Third.NOTHING ? 0 : third(r, eewD, i);
            r.set(eewD, vd, i, kernel.apply(v, a, b, d));
        }
    }

    private long third(VectorRegisters r, int eewD, int i) {
        if (third == Third.DESTINATION) {
            return r.get(eewD, vd, i);
        }
        return r.bit(0, i) ? 1 : 0;
    }
}
