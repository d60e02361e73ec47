package dev.slat.riscv.vector;

/**
 * Loads and stores of whole registers (section 7.9), which do not depend on {@code vtype}, and of
 * masks (section 7.4: {@code vlm.v}, {@code vsm.v}): runs of elements, never masked.
 */
final class WholeAccess extends VectorInstruction {
    private final int word;
    private final int data;
    private final int rs1;
    private final boolean load;
    private final int eew;

    /** Registers; 0 for as many bytes as a mask of {@code vl} bits has. */
    private final int count;

    WholeAccess(int w, boolean load, int eew, int count) {
        this.word = w;
        this.data = Fields.vd(w);
        this.rs1 = Fields.vs1(w);
        this.load = load;
        this.eew = eew;
        this.count = count;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        return count == 0 ? !v.type.isIllegal() : (data & (count - 1)) == 0;
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        int length =
                count == 0
                        ? (v.vl + Byte.SIZE - 1) / Byte.SIZE
                        : (count * v.registers.length) >> eew;
        v.progress.begin(word, v.vstart, 1);
        if (load) {
            UnitRun.load(v, eew, data, x[rs1], length);
        } else {
            UnitRun.store(v, eew, data, x[rs1], length);
        }
        v.progress.forget();
    }
}
