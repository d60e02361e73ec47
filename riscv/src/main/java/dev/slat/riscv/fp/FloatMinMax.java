package dev.slat.riscv.fp;

/**
 * Minimum and maximum: {@code fmin} and {@code fmax} of version 2.2 of the extensions (unprivileged
 * manual, chapters F and D), which are {@code minimumNumber} and {@code maximumNumber} of IEEE
 * 754-2019: -0 is less than +0, a number wins over a NaN, two NaNs give the canonical one. A
 * signalling NaN is invalid, even when a number is the result. Zfa's {@code fminm} and {@code
 * fmaxm} are {@code minimum} and {@code maximum} of IEEE 754-2019: a NaN wins.
 */
public final class FloatMinMax {
    private FloatMinMax() {}

    /** The lesser of {@code a} and {@code b} in binary64. */
    public static long min64(long a, long b, FloatEnvironment environment) {
        double least = Math.min(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
        return !Double.isNaN(least)
                ? Double.doubleToRawLongBits(least)
                : number(Format.BINARY64, a, b, environment);
    }

    /** The greater of {@code a} and {@code b} in binary64. */
    public static long max64(long a, long b, FloatEnvironment environment) {
        double greatest = Math.max(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
        return !Double.isNaN(greatest)
                ? Double.doubleToRawLongBits(greatest)
                : number(Format.BINARY64, a, b, environment);
    }

    /** The lesser of {@code a} and {@code b} in binary32. */
    public static int min32(int a, int b, FloatEnvironment environment) {
        float least = Math.min(Float.intBitsToFloat(a), Float.intBitsToFloat(b));
        return !Float.isNaN(least) ? Float.floatToRawIntBits(least) : number32(a, b, environment);
    }

    /** The greater of {@code a} and {@code b} in binary32. */
    public static int max32(int a, int b, FloatEnvironment environment) {
        float greatest = Math.max(Float.intBitsToFloat(a), Float.intBitsToFloat(b));
        return !Float.isNaN(greatest)
                ? Float.floatToRawIntBits(greatest)
                : number32(a, b, environment);
    }

    /** {@code fmin} in any format. */
    public static long min(Format format, long a, long b, FloatEnvironment environment) {
        return hasNan(format, a, b)
                ? number(format, a, b, environment)
                : lesser(format, a, b) ? a : b;
    }

    /** {@code fmax} in any format. */
    public static long max(Format format, long a, long b, FloatEnvironment environment) {
        return hasNan(format, a, b)
                ? number(format, a, b, environment)
                : lesser(format, a, b) ? b : a;
    }

    /** {@code fminm} in any format. */
    public static long minimum(Format format, long a, long b, FloatEnvironment environment) {
        return hasNan(format, a, b) ? format.nan(a, b, environment) : lesser(format, a, b) ? a : b;
    }

    /** {@code fmaxm} in any format. */
    public static long maximum(Format format, long a, long b, FloatEnvironment environment) {
        return hasNan(format, a, b) ? format.nan(a, b, environment) : lesser(format, a, b) ? b : a;
    }

    private static boolean hasNan(Format format, long a, long b) {
        return format.isNan(a) || format.isNan(b);
    }

    /** Whether {@code a} is less than {@code b}, and -0 than +0. */
    private static boolean lesser(Format format, long a, long b) {
        boolean negative = format.isNegative(a);
        if (negative != format.isNegative(b)) {
            return negative;
        }
        return negative ? a > b : a < b;
    }

    private static int number32(int a, int b, FloatEnvironment environment) {
        long first = Integer.toUnsignedLong(a);
        long second = Integer.toUnsignedLong(b);
        return (int) number(Format.BINARY32, first, second, environment);
    }

    /** The operand that is a number, where one at least is a NaN. */
    private static long number(Format format, long a, long b, FloatEnvironment environment) {
        long nan = format.nan(a, b, environment);
        if (!format.isNan(a)) {
            return a;
        }
        return format.isNan(b) ? nan : b;
    }
}
