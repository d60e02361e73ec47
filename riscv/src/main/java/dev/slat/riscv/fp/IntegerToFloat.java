package dev.slat.riscv.fp;

/**
 * Conversion from integers: {@code fcvt.s.*}, {@code fcvt.d.*} and {@code fcvt.h.*} (unprivileged
 * manual, chapters F, D and Zfh). A 32-bit integer is converted as the 64-bit one of the same
 * value, so {@code w} by a sign extension and {@code wu} by a zero extension.
 *
 * <p>{@code rounding} is one of the five modes of {@link Rounding}.
 */
public final class IntegerToFloat {
    /** Up to here every integer is a binary64 number. */
    private static final long EXACT_64 = 1L << 53;

    /** Up to here every integer is a binary32 number. */
    private static final long EXACT_32 = 1L << 24;

    private IntegerToFloat() {}

    /** A signed integer in binary64. */
    public static long signed64(long value, int rounding, FloatEnvironment environment) {
        return -EXACT_64 <= value && value <= EXACT_64
                ? Double.doubleToRawLongBits((double) value)
                : convert(Format.BINARY64, value < 0, Math.abs(value), rounding, environment);
    }

    /** An unsigned integer in binary64. */
    public static long unsigned64(long value, int rounding, FloatEnvironment environment) {
        return 0 <= value && value <= EXACT_64
                ? Double.doubleToRawLongBits((double) value)
                : convert(Format.BINARY64, false, value, rounding, environment);
    }

    /** A signed integer in binary32. */
    public static int signed32(long value, int rounding, FloatEnvironment environment) {
        return -EXACT_32 <= value && value <= EXACT_32
                ? Float.floatToRawIntBits((float) value)
                : (int) convert(Format.BINARY32, value < 0, Math.abs(value), rounding, environment);
    }

    /** An unsigned integer in binary32. */
    public static int unsigned32(long value, int rounding, FloatEnvironment environment) {
        return 0 <= value && value <= EXACT_32
                ? Float.floatToRawIntBits((float) value)
                : (int) convert(Format.BINARY32, false, value, rounding, environment);
    }

    /** A signed integer in any format. */
    public static long signed(
            Format format, long value, int rounding, FloatEnvironment environment) {
        return value == 0 ? 0 : convert(format, value < 0, Math.abs(value), rounding, environment);
    }

    /** An unsigned integer in any format. */
    public static long unsigned(
            Format format, long value, int rounding, FloatEnvironment environment) {
        return value == 0 ? 0 : convert(format, false, value, rounding, environment);
    }

    /** {@code magnitude} is not zero, and has no sign: 2^63 is the one of the least integer. */
    private static long convert(
            Format format,
            boolean negative,
            long magnitude,
            int rounding,
            FloatEnvironment environment) {
        int zeros = Long.numberOfLeadingZeros(magnitude);
        long significand = Significands.shiftRightSticky(magnitude << zeros, 1);
        return format.round(negative, Long.SIZE - 1 - zeros, significand, rounding, environment);
    }
}
