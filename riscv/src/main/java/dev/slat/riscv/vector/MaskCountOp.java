package dev.slat.riscv.vector;

/** {@code vcpop.m} and {@code vfirst.m} (sections 15.2 and 15.3): a mask into an x register. */
final class MaskCountOp extends VectorInstruction {
    private final int rd;
    private final int vs2;
    private final boolean masked;
    private final boolean first;

    /** Finds the {@code first} bit that is set, or counts them. */
    MaskCountOp(int w, boolean first) {
        this.rd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.masked = Fields.masked(w);
        this.first = first;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        return !v.type.isIllegal() && v.vstart == 0;
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        int count = 0;
        for (int i = 0; i < v.vl; i++) {
            if (v.registers.bit(vs2, i) && (!masked || v.registers.bit(0, i))) {
                if (first) {
                    write(x, rd, i);
                    return;
                }
                count++;
            }
        }
        write(x, rd, first ? -1 : count);
    }
}
