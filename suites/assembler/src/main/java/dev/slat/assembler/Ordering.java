package dev.slat.assembler;

/**
 * The ordering bits of an atomic instruction (unprivileged manual, "Specifying Ordering of Atomic
 * Instructions"): bit 0 is rl, bit 1 is aq.
 */
public enum Ordering {
    RELAXED(0, ""),
    RELEASE(1, ".rl"),
    ACQUIRE(2, ".aq"),
    ACQUIRE_RELEASE(3, ".aqrl");

    private final int code;
    private final String suffix;

    Ordering(int code, String suffix) {
        this.code = code;
        this.suffix = suffix;
    }

    /** The two bits aq and rl as a number, 0 to 3. */
    public int code() {
        return code;
    }

    /** The ordering with these two bits. */
    static Ordering of(long code) {
        for (Ordering each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new AssemblyException("no ordering " + code);
    }

    /** The suffix of the mnemonic: {@code .aqrl}, or nothing. */
    @Override
    public String toString() {
        return suffix;
    }
}
