package dev.slat.riscv.fp;

/**
 * Fused multiply-add (unprivileged manual, chapters F and D). The four instructions are one
 * operation with signs turned: {@code fmadd} is {@code a * b + c}, {@code fmsub} turns {@code c},
 * {@code fnmsub} turns {@code a}, {@code fnmadd} turns both; the sign of a NaN means nothing.
 *
 * <p>{@code rounding} is one of the five modes of {@link Rounding}. Infinity times zero is invalid
 * even when the addend is a quiet NaN.
 */
public final class FloatFusedMultiplyAdd {
    private FloatFusedMultiplyAdd() {}

    /** {@code a * b + c} in binary64, rounded once. */
    public static long multiplyAdd64(
            long a, long b, long c, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            double x = Double.longBitsToDouble(a);
            double y = Double.longBitsToDouble(b);
            double z = Double.longBitsToDouble(c);
            double result = Math.fma(x, y, z);
            if ((environment.isInexact() && Residual.isInNormalRange(result)) || isExact(x, y, z)) {
                return Double.doubleToRawLongBits(result);
            }
        }
        return multiplyAdd(Format.BINARY64, a, b, c, rounding, environment);
    }

    private static boolean isExact(double x, double y, double z) {
        double product = x * y;
        return Residual.isExactProduct(x, y, product)
                && Residual.isExactSum(product, z, product + z);
    }

    /** {@code a * b + c} in binary32, rounded once. */
    public static int multiplyAdd32(
            int a, int b, int c, int rounding, FloatEnvironment environment) {
        if (rounding == Rounding.NEAREST_EVEN) {
            float x = Float.intBitsToFloat(a);
            float y = Float.intBitsToFloat(b);
            float z = Float.intBitsToFloat(c);
            float result = Math.fma(x, y, z);
            double product = (double) x * y;
            if ((environment.isInexact() && Residual.isInNormalRange(result))
                    || (result == product + z && Residual.isExactSum(product, z, result))) {
                return Float.floatToRawIntBits(result);
            }
        }
        return (int)
                multiplyAdd(
                        Format.BINARY32,
                        Integer.toUnsignedLong(a),
                        Integer.toUnsignedLong(b),
                        Integer.toUnsignedLong(c),
                        rounding,
                        environment);
    }

    /** {@code a * b + c} in any format, rounded once. */
    public static long multiplyAdd(
            Format format, long a, long b, long c, int rounding, FloatEnvironment environment) {
        boolean negative = format.isNegative(a) != format.isNegative(b);
        boolean zero = format.isZero(a) || format.isZero(b);
        boolean infinite = format.isInfinite(a) || format.isInfinite(b);
        if (format.isNan(a) || format.isNan(b) || format.isNan(c)) {
            return (infinite && zero) || format.isSignalingNan(c)
                    ? format.invalid(environment)
                    : format.nan(a, b, environment);
        }
        if (infinite) {
            long product = format.withSign(negative, format.infinity);
            boolean opposite = format.isInfinite(c) && c != product;
            return zero || opposite ? format.invalid(environment) : product;
        }
        if (format.isInfinite(c)) {
            return c;
        }
        if (zero) {
            long product = format.withSign(negative, 0);
            return format.isZero(c) ? FloatAdd.addZeros(format, product, c, rounding) : c;
        }
        return format.isZero(c)
                ? FloatMultiply.multiplyFinite(format, a, b, rounding, environment)
                : multiplyAddFinite(format, a, b, c, rounding, environment);
    }

    /**
     * Over 128 bits, in two words: product and addend both get their leading bit at bit 62 of the
     * high word. The product has 106 bits, so an alignment by one place loses nothing, and after an
     * alignment by more a cancellation takes away one leading place at the most.
     */
    private static long multiplyAddFinite(
            Format format, long a, long b, long c, int rounding, FloatEnvironment environment) {
        long scaledA = format.significand(a) << 1;
        long scaledB = format.significand(b) << 1;
        long high = Math.unsignedMultiplyHigh(scaledA, scaledB);
        long low = scaledA * scaledB;
        int exponent = format.exponent(a) + format.exponent(b);
        if (high < 0) {
            low = low >>> 1 | high << 63;
            high >>>= 1;
            exponent++;
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        long addendHigh = format.significand(c);
        long addendLow = 0;
        int places = exponent - format.exponent(c);
        if (places > 0) {
            addendLow = lowShiftedRight(addendHigh, 0, places);
            addendHigh = places < Long.SIZE ? addendHigh >>> places : 0;
        } else if (places < 0) {
            low = lowShiftedRight(high, low, -places);
            high = -places < Long.SIZE ? high >>> -places : 0;
            exponent -= places;
        }
        if (negative == format.isNegative(c)) {
            low += addendLow;
            high += addendHigh + (Long.compareUnsigned(low, addendLow) < 0 ? 1 : 0);
        } else {
            high -= addendHigh + (Long.compareUnsigned(low, addendLow) < 0 ? 1 : 0);
            low -= addendLow;
            if (high < 0) {
                negative = !negative;
                high = low == 0 ? -high : ~high;
                low = -low;
            }
        }
        return round(format, negative, exponent, high, low, rounding, environment);
    }

    /**
     * The low word of {@code high:low} shifted right by {@code places} > 0, with a sticky bit 0.
     */
    private static long lowShiftedRight(long high, long low, int places) {
        if (places >= Long.SIZE) {
            long shifted = Significands.shiftRightSticky(high, places - Long.SIZE);
            return low == 0 ? shifted : shifted | 1;
        }
        return high << (Long.SIZE - places) | Significands.shiftRightSticky(low, places);
    }

    private static long round(
            Format format,
            boolean negative,
            int exponent,
            long high,
            long low,
            int rounding,
            FloatEnvironment environment) {
        if ((high | low) == 0) {
            return format.withSign(Rounding.isZeroSumNegative(rounding), 0);
        }
        int zeros =
                high != 0
                        ? Long.numberOfLeadingZeros(high)
                        : Long.SIZE + Long.numberOfLeadingZeros(low);
        int places = zeros - 1;
        long significand;
        long rest;
        if (places < 0) {
            significand = Significands.shiftRightSticky(high, 1);
            rest = low;
        } else if (places < Long.SIZE) {
            significand = high << places | low >>> 1 >>> (Long.SIZE - 1 - places);
            rest = low << places;
        } else {
            significand = low << (places - Long.SIZE);
            rest = 0;
        }
        if (rest != 0) {
            significand |= 1;
        }
        return format.round(negative, exponent - places, significand, rounding, environment);
    }
}
