package dev.slat.riscv.fp;

/**
 * Square root: {@code fsqrt} (unprivileged manual, chapters F and D).
 *
 * <p>{@code rounding} is one of the five modes of {@link Rounding}. A root neither overflows nor
 * underflows.
 */
public final class FloatSquareRoot {
    /** Places of the root that are computed: more than a half unit below the precision. */
    private static final int ROOT_BITS = 57;

    private FloatSquareRoot() {}

    /** The square root of {@code a} in binary64. */
    public static long squareRoot64(long a, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            double x = Double.longBitsToDouble(a);
            double root = Math.sqrt(x);
            if ((environment.isInexact() && root <= Double.MAX_VALUE)
                    || Residual.isExactRoot(x, root)) {
                return Double.doubleToRawLongBits(root);
            }
        }
        return squareRoot(Format.BINARY64, a, rounding, environment);
    }

    /** The square root of {@code a} in binary32. */
    public static int squareRoot32(int a, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            float x = Float.intBitsToFloat(a);
            // Rounding twice is harmless: binary64 has more than twice the places.
            float root = (float) Math.sqrt(x);
            if ((double) root * root == x || (environment.isInexact() && root <= Float.MAX_VALUE)) {
                return Float.floatToRawIntBits(root);
            }
        }
        return (int) squareRoot(Format.BINARY32, Integer.toUnsignedLong(a), rounding, environment);
    }

    /** The square root of {@code a} in any format. */
    public static long squareRoot(
            Format format, long a, int rounding, FloatEnvironment environment) {
        if (format.isNan(a)) {
            return format.nan(a, a, environment);
        }
        if (format.isZero(a)) {
            return a;
        }
        if (format.isNegative(a)) {
            return format.invalid(environment);
        }
        return format.isInfinite(a) ? a : squareRootFinite(format, a, rounding, environment);
    }

    /** Digit by digit: each step takes two bits of the radicand and gives one of the root. */
    private static long squareRootFinite(
            Format format, long a, int rounding, FloatEnvironment environment) {
        int exponent = format.exponent(a);
        // With an even exponent left over, the radicand is in [1, 4): two bits before the point.
        long radicand = format.significand(a) << (exponent & 1);
        long root = 0;
        long remainder = 0;
        for (int bit = 0; bit < ROOT_BITS; bit++) {
            remainder = remainder << 2 | radicand >>> (Long.SIZE - 2);
            radicand <<= 2;
            long trial = root << 2 | 1;
            root <<= 1;
            if (remainder >= trial) {
                remainder -= trial;
                root |= 1;
            }
        }
        long significand = root << (Format.LEADING_BIT + 1 - ROOT_BITS);
        if (remainder != 0) {
            significand |= 1;
        }
        return format.round(false, exponent >> 1, significand, rounding, environment);
    }
}
