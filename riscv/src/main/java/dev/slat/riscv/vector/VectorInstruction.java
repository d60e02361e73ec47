package dev.slat.riscv.vector;

/**
 * One decoded vector instruction. Immutable; it knows neither its address nor its hart.
 *
 * <p>It either completes, which ends with {@code vstart} zero, or throws. An illegal instruction
 * has changed nothing; a memory access that throws has done the elements before {@code vstart}, and
 * goes on from there when it runs again (section 17). It allocates nothing.
 */
public abstract class VectorInstruction {
    /**
     * Executes the instruction. The hart's thread.
     *
     * @param x the integer registers, x0 zero
     */
    public final void run(VectorUnit v, long[] x) {
        v.environment.requireVector();
        if (!isLegal(v)) {
            throw v.environment.illegalInstruction();
        }
        v.environment.markVectorDirty();
        execute(v, x);
        v.vstart = 0;
    }

    /**
     * Whether the instruction can run under the present {@code vtype} and {@code vstart}. The
     * floating-point ones throw the trap themselves where floating point is off.
     */
    abstract boolean isLegal(VectorUnit v);

    abstract void execute(VectorUnit v, long[] x);

    /** Writes an integer register; x0 stays zero. */
    static void write(long[] x, int rd, long value) {
        if (rd != 0) {
            x[rd] = value;
        }
    }
}
