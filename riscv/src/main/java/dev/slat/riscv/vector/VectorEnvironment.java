package dev.slat.riscv.vector;

/**
 * What a {@link VectorUnit} asks of its hart: memory, traps, and the status fields. All on the
 * hart's own thread. Addresses are virtual; sizes are 1, 2, 4 or 8 bytes.
 */
public interface VectorEnvironment {
    /**
     * Loads an integer, sign-extended. Throws the hart's trap or exit if that cannot be done now;
     * the instruction then goes on from {@code vstart} when it runs again.
     */
    long load(long address, int size);

    /** Whether {@link #load} would end well: what a fault-only-first load asks. */
    boolean isLoadable(long address, int size);

    /** Stores the low bytes of an integer; throws as {@link #load}. */
    void store(long address, int size, long value);

    /**
     * Whether an access of eight bytes would be aligned and reach memory, without a trap or an
     * exit. May say no for any reason.
     */
    boolean isLongMapped(long address, boolean store);

    /** The illegal-instruction trap; use as {@code throw environment.illegalInstruction()}. */
    RuntimeException illegalInstruction();

    /** Throws the illegal-instruction trap if vectors are off. */
    void requireVector();

    /** Sets mstatus.VS to Dirty. */
    void markVectorDirty();

    /** Throws the illegal-instruction trap if floating point is off. */
    void requireFloat();

    /** Sets mstatus.FS to Dirty. */
    void markFloatDirty();
}
