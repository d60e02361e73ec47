package dev.slat.riscv.fp;

/**
 * Conversion between the formats: {@code fcvt.s.d} and {@code fcvt.d.s} (unprivileged manual,
 * chapter D, "Double-Precision Floating-Point Conversion and Move Instructions"). A NaN becomes the
 * canonical one.
 */
public final class FloatConvert {
    private FloatConvert() {}

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
        Format from = Format.BINARY64;
        Format to = Format.BINARY32;
        if (from.isNan(a)) {
            return (int) (from.isSignalingNan(a) ? to.invalid(environment) : to.canonicalNan);
        }
        // Not exact in binary32, so neither zero nor infinite.
        return (int)
                to.round(
                        from.isNegative(a),
                        from.exponent(a),
                        from.significand(a),
                        rounding,
                        environment);
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
