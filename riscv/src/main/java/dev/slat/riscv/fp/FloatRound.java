package dev.slat.riscv.fp;

/**
 * Rounding to an integer in the same format: {@code fround} and {@code froundnx} (unprivileged
 * manual, chapter Zfa), which are {@code roundToIntegral} of IEEE 754-2019.
 *
 * <p>{@code rounding} is one of the five modes of {@link Rounding}.
 */
public final class FloatRound {
    private FloatRound() {}

    /** {@code fround}: an inexact result raises no flag. */
    public static long round(Format format, long a, int rounding, FloatEnvironment environment) {
        return round(format, a, rounding, 0, environment);
    }

    /** {@code froundnx}: an inexact result says so. */
    public static long roundInexact(
            Format format, long a, int rounding, FloatEnvironment environment) {
        return round(format, a, rounding, FloatFlags.INEXACT, environment);
    }

    private static long round(
            Format format, long a, int rounding, int inexact, FloatEnvironment environment) {
        if (format.isNan(a)) {
            return format.nan(a, a, environment);
        }
        if (format.isZero(a) || format.isInfinite(a)) {
            return a;
        }
        int exponent = format.exponent(a);
        if (exponent >= format.precision - 1) {
            return a; // no places after the point
        }
        // Less than a half is all that counts below 2^-1; the significand has 63 places.
        int dropped = Math.min(Format.LEADING_BIT - exponent, Format.LEADING_BIT + 2);
        long significand = format.significand(a);
        long whole = dropped < Long.SIZE - 1 ? significand >>> dropped : 0;
        long rest = significand - (dropped < Long.SIZE - 1 ? whole << dropped : 0);
        if (rest == 0) {
            return a;
        }
        environment.raise(inexact);
        boolean negative = format.isNegative(a);
        boolean odd = (whole & 1) != 0;
        long half = dropped < Long.SIZE ? 1L << (dropped - 1) : Long.MAX_VALUE;
        if (Rounding.increments(rounding, negative, odd, rest, half)) {
            whole++;
        }
        long magnitude = IntegerToFloat.unsigned(format, whole, rounding, environment);
        return format.withSign(negative, magnitude);
    }
}
