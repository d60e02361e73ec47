package dev.slat.riscv.fp;

/**
 * Integer arithmetic on the significands that {@link Format} describes. Whatever is cut off below
 * leaves a sticky bit 0.
 */
final class Significands {
    private Significands() {}

    /** Shifts right by {@code places}, which may be any number from 0. */
    static long shiftRightSticky(long significand, int places) {
        if (places >= Long.SIZE) {
            return significand != 0 ? 1 : 0;
        }
        long shifted = significand >>> places;
        return shifted << places == significand ? shifted : shifted | 1;
    }

    /**
     * The product of two normalised significands, scaled to {@code a * b / 2^62}: the leading bit
     * is bit 62 or, of a {@code long} without sign, bit 63.
     */
    static long multiplySticky(long a, long b) {
        long high = Math.unsignedMultiplyHigh(a << 1, b << 1);
        return (a * b) << 2 != 0 ? high | 1 : high;
    }
}
