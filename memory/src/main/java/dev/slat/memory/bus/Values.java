package dev.slat.memory.bus;

/** The bytes of a store as a number. */
final class Values {
    private Values() {}

    /** The low {@code size} bytes, zero-extended; size 1 to 8. */
    static long low(long value, int size) {
        return value & (-1L >>> (Long.SIZE - size * Byte.SIZE));
    }
}
