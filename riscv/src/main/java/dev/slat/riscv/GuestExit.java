package dev.slat.riscv;

/**
 * Thrown inside the hart when an instruction cannot complete in guest mode: its load or store
 * reaches an address that no memory slot answers, so it goes to the bus, or a slot that is being
 * changed. The run loop leaves guest mode, does what the {@link Mmu}'s exit fields say, and goes
 * on.
 *
 * <p>One object for all, without a stack trace.
 */
final class GuestExit extends RuntimeException {
    /** The one instance; it has no trace that could mislead. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final GuestExit INSTANCE = new GuestExit();

    private static final long serialVersionUID = 1;

    private GuestExit() {
        super("guest exit", null, false, false);
    }

    /** What to do outside guest mode. */
    enum Reason {
        /** Read from the bus. */
        BUS_LOAD,
        /** Write to the bus. */
        BUS_STORE,
        /** Wait for the change of a memory slot, then execute the instruction from its start. */
        SLOT_CHANGE,
        /** Execute the instruction from its start, alone: it meets a watchpoint. */
        WATCHPOINT,
        /** The host has no memory behind a slot: stop, before the instruction. */
        HOST_FAULT
    }
}
