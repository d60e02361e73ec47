package dev.slat.riscv;

/**
 * Thrown inside the hart when an instruction raises a synchronous exception; its cause and value
 * stand in the hart's {@code trapCause} and {@code trapValue}. One object for all, without a stack
 * trace or suppressed list, so raising a trap allocates nothing.
 */
final class Trap extends RuntimeException {
    /** The one instance; it has no trace that could mislead. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final Trap INSTANCE = new Trap();

    private static final long serialVersionUID = 1;

    private Trap() {
        super("guest trap", null, false, false);
    }
}
