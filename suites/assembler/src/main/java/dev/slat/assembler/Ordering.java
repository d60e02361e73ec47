package dev.slat.assembler;

/**
 * The ordering bits of an atomic instruction (unprivileged manual, "Specifying Ordering of Atomic
 * Instructions"): bit 0 is rl, bit 1 is aq.
 */
public enum Ordering {
    RELAXED(""),
    RELEASE(".rl"),
    ACQUIRE(".aq"),
    ACQUIRE_RELEASE(".aqrl");

    private final String suffix;

    Ordering(String suffix) {
        this.suffix = suffix;
    }

    /** The two bits aq and rl as a number, 0 to 3. */
    public int code() {
        return ordinal();
    }

    /** The suffix of the mnemonic: {@code .aqrl}, or nothing. */
    @Override
    public String toString() {
        return suffix;
    }
}
