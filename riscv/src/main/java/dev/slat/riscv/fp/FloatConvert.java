package dev.slat.riscv.fp;

/**
 * Conversion between the formats: {@code fcvt.s.d}, {@code fcvt.d.s} and those of Zfh (unprivileged
 * manual, chapter D, "Double-Precision Floating-Point Conversion and Move Instructions"). A NaN
 * becomes the canonical one.
 */
public final class FloatConvert {
    private FloatConvert() {}

    /** A value of any format in any other, in one of the five modes of {@link Rounding}. */
    public static long convert(
            Format from, Format to, long a, int rounding, FloatEnvironment environment) {
        if (from.isNan(a)) {
            return from.isSignalingNan(a) ? to.invalid(environment) : to.canonicalNan;
        }
        boolean negative = from.isNegative(a);
        if (from.isInfinite(a) || from.isZero(a)) {
            return to.withSign(negative, from.isZero(a) ? 0 : to.infinity);
        }
        return to.round(negative, from.exponent(a), from.significand(a), rounding, environment);
    }

    /** A binary64 value in binary32, in one of the five modes of {@link Rounding}. */
    public static int narrow(long a, int rounding, FloatEnvironment environment) {
        double wide = Double.longBitsToDouble(a);
        float single = (float) wide;
        if (single == wide
                || (rounding == Rounding.NEAREST_EVEN
                        && environment.isInexact()
                        && Residual.isInNormalRange(single))) {
            return Float.floatToRawIntBits(single);
        }
        return (int) convert(Format.BINARY64, Format.BINARY32, a, rounding, environment);
    }

    /** A binary32 value in binary64: always exact. */
    public static long widen(int a, FloatEnvironment environment) {
        float single = Float.intBitsToFloat(a);
        if (!Float.isNaN(single)) {
            return Double.doubleToRawLongBits(single);
        }
        boolean signaling = Format.BINARY32.isSignalingNan(Integer.toUnsignedLong(a));
        Format to = Format.BINARY64;
        return signaling ? to.invalid(environment) : to.canonicalNan;
    }
}
