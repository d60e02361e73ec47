package dev.slat.riscv.fp;

/**
 * Conversion to integers: {@code fcvt.w.*}, {@code fcvt.wu.*}, {@code fcvt.l.*}, {@code fcvt.lu.*}
 * (unprivileged manual, chapter F, "Domains of float-to-integer conversions and behavior for
 * invalid inputs"). A value out of range after rounding gives the nearest end of the range, a NaN
 * the upper one; both are invalid and then not inexact. Results are as a register holds them: 32
 * bits sign-extended, {@code wu} as well.
 *
 * <p>Operands are binary64 numbers: one of binary32 is widened first, which is exact. {@code
 * rounding} is one of the five modes of {@link Rounding}.
 */
public final class FloatToInteger {
    private static final double TWO_63 = 0x1p63;

    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;

    private FloatToInteger() {}

    /** To a signed 32-bit integer: {@code fcvt.w}. */
    public static long toInt(double value, int rounding, FloatEnvironment environment) {
        if (value > -TWO_63 && value < TWO_63) {
            long integer = round(value, rounding);
            if (integer == (int) integer) {
                return exactOrInexact(integer, value, environment);
            }
        }
        environment.raise(FloatFlags.INVALID);
        return value < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }

    /** To an unsigned 32-bit integer: {@code fcvt.wu}. */
    public static long toUnsignedInt(double value, int rounding, FloatEnvironment environment) {
        if (value > -TWO_63 && value < TWO_63) {
            long integer = round(value, rounding);
            if (integer == (integer & UNSIGNED_INT_MAX)) {
                return (int) exactOrInexact(integer, value, environment);
            }
        }
        environment.raise(FloatFlags.INVALID);
        return value < 0 ? 0 : (int) UNSIGNED_INT_MAX;
    }

    /** To a signed 64-bit integer: {@code fcvt.l}. */
    public static long toLong(double value, int rounding, FloatEnvironment environment) {
        if (value >= -TWO_63 && value < TWO_63) {
            return exactOrInexact(round(value, rounding), value, environment);
        }
        environment.raise(FloatFlags.INVALID);
        return value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** To an unsigned 64-bit integer: {@code fcvt.lu}. */
    public static long toUnsignedLong(double value, int rounding, FloatEnvironment environment) {
        if (value > -TWO_63 && value < TWO_63) {
            long integer = round(value, rounding);
            if (integer >= 0) {
                return exactOrInexact(integer, value, environment);
            }
        } else if (value >= TWO_63 && value < 2 * TWO_63) {
            return (long) (value - TWO_63) ^ Long.MIN_VALUE;
        }
        environment.raise(FloatFlags.INVALID);
        return value < 0 ? 0 : -1;
    }

    private static long exactOrInexact(long integer, double value, FloatEnvironment environment) {
        if (integer != value) {
            environment.raise(FloatFlags.INEXACT);
        }
        return integer;
    }

    /** The integer that {@code value}, which is in the range of a {@code long}, rounds to. */
    private static long round(double value, int rounding) {
        long whole = (long) value;
        // Exact; zero where binary64 has no places after the point any more.
        double rest = Math.abs(value - whole);
        if (rest == 0) {
            return whole;
        }
        boolean odd = (whole & 1) != 0;
        // A rest of 0.5 or not is all that the modes ask about.
        long halves = rest > 0.5 ? 3 : rest == 0.5 ? 2 : 1;
        if (!Rounding.increments(rounding, value < 0, odd, halves, 2)) {
            return whole;
        }
        return value < 0 ? whole - 1 : whole + 1;
    }
}
