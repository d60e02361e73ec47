package dev.slat.riscv.fp;

/**
 * Addition and subtraction: {@code fadd} and {@code fsub} (unprivileged manual, chapter F,
 * "Single-Precision Floating-Point Computational Instructions", and its counterpart in D).
 *
 * <p>{@code rounding} is one of the five modes of {@link Rounding}. A sum never underflows: a
 * subnormal one is exact.
 */
public final class FloatAdd {
    private FloatAdd() {}

    /** {@code a + b} in binary64. */
    public static long add64(long a, long b, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            double x = Double.longBitsToDouble(a);
            double y = Double.longBitsToDouble(b);
            double sum = x + y;
            if ((environment.isInexact() && Math.abs(sum) <= Double.MAX_VALUE)
                    || Residual.isExactSum(x, y, sum)) {
                return Double.doubleToRawLongBits(sum);
            }
        }
        return add(Format.BINARY64, a, b, rounding, environment);
    }

    /** {@code a - b} in binary64. */
    public static long subtract64(long a, long b, int rounding, FloatEnvironment environment) {
        return add64(a, b ^ Long.MIN_VALUE, rounding, environment);
    }

    /** {@code a + b} in binary32. */
    public static int add32(int a, int b, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            float x = Float.intBitsToFloat(a);
            float y = Float.intBitsToFloat(b);
            float sum = x + y;
            if ((environment.isInexact() && Math.abs(sum) <= Float.MAX_VALUE)
                    || Residual.isExactSum(x, y, sum)) {
                return Float.floatToRawIntBits(sum);
            }
        }
        return (int)
                add(
                        Format.BINARY32,
                        Integer.toUnsignedLong(a),
                        Integer.toUnsignedLong(b),
                        rounding,
                        environment);
    }

    /** {@code a - b} in binary32. */
    public static int subtract32(int a, int b, int rounding, FloatEnvironment environment) {
        return add32(a, b ^ Integer.MIN_VALUE, rounding, environment);
    }

    /** {@code a + b} in any format. */
    public static long add(
            Format format, long a, long b, int rounding, FloatEnvironment environment) {
        if (format.isNan(a) || format.isNan(b)) {
            return format.nan(a, b, environment);
        }
        if (format.isInfinite(a)) {
            boolean opposite = format.isInfinite(b) && a != b;
            return opposite ? format.invalid(environment) : a;
        }
        if (format.isInfinite(b)) {
            return b;
        }
        if (format.isZero(a)) {
            return format.isZero(b) ? addZeros(format, a, b, rounding) : b;
        }
        return format.isZero(b) ? a : addFinite(format, a, b, rounding, environment);
    }

    /** {@code a - b} in any format. */
    public static long subtract(
            Format format, long a, long b, int rounding, FloatEnvironment environment) {
        return add(format, a, b ^ format.signBit, rounding, environment);
    }

    /** The sum of two zeros. */
    static long addZeros(Format format, long a, long b, int rounding) {
        return a == b ? a : format.withSign(Rounding.isZeroSumNegative(rounding), 0);
    }

    private static long addFinite(
            Format format, long a, long b, int rounding, FloatEnvironment environment) {
        long greater = format.magnitude(a) >= format.magnitude(b) ? a : b;
        long lesser = a ^ b ^ greater;
        int exponent = format.exponent(greater);
        boolean negative = format.isNegative(greater);
        long first = format.significand(greater);
        // Ten places below the precision: enough for the sticky bit to survive a cancellation,
        // which takes away more than one leading place only when nothing was cut off.
        long second =
                Significands.shiftRightSticky(
                        format.significand(lesser), exponent - format.exponent(lesser));
        if (negative == format.isNegative(lesser)) {
            long sum = first + second;
            return sum > 0
                    ? format.round(negative, exponent, sum, rounding, environment)
                    : format.round(
                            negative,
                            exponent + 1,
                            Significands.shiftRightSticky(sum, 1),
                            rounding,
                            environment);
        }
        long difference = first - second;
        if (difference == 0) {
            return format.withSign(Rounding.isZeroSumNegative(rounding), 0);
        }
        int places = Long.numberOfLeadingZeros(difference) - 1;
        return format.round(
                negative, exponent - places, difference << places, rounding, environment);
    }
}
