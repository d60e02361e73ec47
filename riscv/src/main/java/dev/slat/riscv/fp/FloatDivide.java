package dev.slat.riscv.fp;

/**
 * Division: {@code fdiv} (unprivileged manual, chapters F and D).
 *
 * <p>{@code rounding} is one of the five modes of {@link Rounding}.
 */
public final class FloatDivide {
    /** A remainder of at most 53 bits can be shifted by a digit of so many. */
    private static final int DIGIT = 10;

    private static final int DIGITS = 6;

    private FloatDivide() {}

    /** {@code a / b} in binary64. */
    public static long divide64(long a, long b, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            double x = Double.longBitsToDouble(a);
            double y = Double.longBitsToDouble(b);
            double quotient = x / y;
            if ((environment.isInexact() && Residual.isInNormalRange(quotient))
                    || Residual.isExactQuotient(x, y, quotient)) {
                return Double.doubleToRawLongBits(quotient);
            }
        }
        return divide(Format.BINARY64, a, b, rounding, environment);
    }

    /** {@code a / b} in binary32. */
    public static int divide32(int a, int b, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            float x = Float.intBitsToFloat(a);
            float y = Float.intBitsToFloat(b);
            float quotient = x / y;
            // The product back is exact in binary64.
            if ((double) quotient * y == x
                    || (environment.isInexact() && Residual.isInNormalRange(quotient))) {
                return Float.floatToRawIntBits(quotient);
            }
        }
        return (int)
                divide(
                        Format.BINARY32,
                        Integer.toUnsignedLong(a),
                        Integer.toUnsignedLong(b),
                        rounding,
                        environment);
    }

    /** {@code a / b} in any format. */
    public static long divide(
            Format format, long a, long b, int rounding, FloatEnvironment environment) {
        if (format.isNan(a) || format.isNan(b)) {
            return format.nan(a, b, environment);
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        if (format.isInfinite(a)) {
            return format.isInfinite(b)
                    ? format.invalid(environment)
                    : format.withSign(negative, format.infinity);
        }
        if (format.isInfinite(b)) {
            return format.withSign(negative, 0);
        }
        if (format.isZero(b)) {
            if (format.isZero(a)) {
                return format.invalid(environment);
            }
            environment.raise(FloatFlags.DIVIDE_BY_ZERO);
            return format.withSign(negative, format.infinity);
        }
        return format.isZero(a)
                ? format.withSign(negative, 0)
                : divideFinite(format, a, b, rounding, environment);
    }

    /** School division, a digit of ten bits at a time, after a first digit that is one. */
    private static long divideFinite(
            Format format, long a, long b, int rounding, FloatEnvironment environment) {
        int unused = Format.LEADING_BIT + 1 - format.precision;
        int exponent = format.exponent(a) - format.exponent(b);
        long dividend = format.significand(a) >>> unused;
        long divisor = format.significand(b) >>> unused;
        if (dividend < divisor) {
            dividend <<= 1;
            exponent--;
        }
        long quotient = 1;
        long remainder = dividend - divisor;
        for (int digit = 0; digit < DIGITS; digit++) {
            long shifted = remainder << DIGIT;
            quotient = (quotient << DIGIT) + shifted / divisor;
            remainder = shifted % divisor;
        }
        long significand = quotient << (Format.LEADING_BIT - DIGIT * DIGITS);
        if (remainder != 0) {
            significand |= 1;
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        return format.round(negative, exponent, significand, rounding, environment);
    }
}
