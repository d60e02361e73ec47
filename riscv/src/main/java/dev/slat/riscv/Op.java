package dev.slat.riscv;

/**
 * One decoded instruction that goes on to the next in line: it computes, loads or stores, and
 * neither jumps nor changes how later instructions are fetched.
 *
 * <p>An op is immutable and knows neither its address nor its hart, so one object serves every
 * place and every block where the same encoding stands. It is a class, not an interface, because a
 * call through a class's vtable is cheaper than one through an interface's.
 *
 * <p><b>Contract of {@link #run}.</b> Registers are {@code x[0]} to {@code x[31]}; a decoder maps
 * destination {@code x0} to {@link #SINK}, so an op writes {@code x[rd]} without a test and {@code
 * x[0]} stays zero. An op either completes, or throws a {@link Trap} or {@link GuestExit} from
 * {@link Mmu} or {@link Hart} and has then changed nothing that the guest can see: after a trap or
 * a bus access it may be run again. It allocates nothing.
 */
abstract class Op {
    /** The register slot that swallows writes to {@code x0}. */
    static final int SINK = 32;

    /** Slots in a hart's register array. */
    static final int REGISTER_SLOTS = 33;

    /**
     * Executes the instruction.
     *
     * @param h the hart
     * @param x its integer registers, {@code h.x}
     */
    abstract void run(Hart h, long[] x);

    /**
     * Whether the instruction is complete once the bus has done a store that it left through {@link
     * GuestExit}; if not, it runs again, and goes on behind that store.
     */
    boolean isDoneByStore(Hart h) {
        return true;
    }

    /** The op that completes this one at the hart's pc once its bus access is done. */
    Op again() {
        return this;
    }

    /** The register slot to write for the encoded destination {@code rd}. */
    static byte destination(int rd) {
        return (byte) (rd == 0 ? SINK : rd);
    }
}
