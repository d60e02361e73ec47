package dev.slat.riscv.fp;

/**
 * Multiplication: {@code fmul} (unprivileged manual, chapters F and D).
 *
 * <p>{@code rounding} is one of the five modes of {@link Rounding}.
 */
public final class FloatMultiply {
    private FloatMultiply() {}

    /** {@code a * b} in binary64. */
    public static long multiply64(long a, long b, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            double x = Double.longBitsToDouble(a);
            double y = Double.longBitsToDouble(b);
            double product = x * y;
            if ((environment.isInexact() && Residual.isInNormalRange(product))
                    || Residual.isExactProduct(x, y, product)) {
                return Double.doubleToRawLongBits(product);
            }
        }
        return multiply(Format.BINARY64, a, b, rounding, environment);
    }

    /** {@code a * b} in binary32. */
    public static int multiply32(int a, int b, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            // Exact: binary64 has twice the places and more of the range.
            double exact = (double) Float.intBitsToFloat(a) * Float.intBitsToFloat(b);
            float product = (float) exact;
            if (product == exact
                    || (environment.isInexact() && Residual.isInNormalRange(product))) {
                return Float.floatToRawIntBits(product);
            }
        }
        return (int)
                multiply(
                        Format.BINARY32,
                        Integer.toUnsignedLong(a),
                        Integer.toUnsignedLong(b),
                        rounding,
                        environment);
    }

    /** {@code a * b} in any format. */
    public static long multiply(
            Format format, long a, long b, int rounding, FloatEnvironment environment) {
        if (format.isNan(a) || format.isNan(b)) {
            return format.nan(a, b, environment);
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        boolean zero = format.isZero(a) || format.isZero(b);
        if (format.isInfinite(a) || format.isInfinite(b)) {
            return zero ? format.invalid(environment) : format.withSign(negative, format.infinity);
        }
        return zero
                ? format.withSign(negative, 0)
                : multiplyFinite(format, a, b, rounding, environment);
    }

    /** The rounded product of two finite numbers other than zero. */
    static long multiplyFinite(
            Format format, long a, long b, int rounding, FloatEnvironment environment) {
        boolean negative = format.isNegative(a) != format.isNegative(b);
        int exponent = format.exponent(a) + format.exponent(b);
        long product = Significands.multiplySticky(format.significand(a), format.significand(b));
        return product > 0
                ? format.round(negative, exponent, product, rounding, environment)
                : format.round(
                        negative,
                        exponent + 1,
                        Significands.shiftRightSticky(product, 1),
                        rounding,
                        environment);
    }
}
