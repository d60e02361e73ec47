package dev.slat.riscv.vector;

/** {@code vmv1r.v} to {@code vmv8r.v} (section 16.6): whole registers, whatever {@code vl} is. */
final class WholeMoveOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final int count;

    /** The immediate must be one less than 1, 2, 4 or 8. */
    WholeMoveOp(int w) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.count = Fields.vs1(w) + 1;
    }

    /** It moves elements of SEW, so it depends on {@code vtype}. */
    @Override
    boolean isLegal(VectorUnit v) {
        return !v.type.isIllegal() && ((vd | vs2) & (count - 1)) == 0;
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        int start = v.vstart << v.type.sew();
        int length = count * v.registers.length - start;
        if (length > 0) {
            v.registers.copy(vd, vs2, start, length);
        }
    }
}
