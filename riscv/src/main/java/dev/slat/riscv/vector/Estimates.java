package dev.slat.riscv.vector;

import dev.slat.riscv.fp.FloatFlags;
import dev.slat.riscv.fp.Rounding;

/**
 * The seven-bit estimates {@code vfrsqrt7} and {@code vfrec7} (sections 13.9 and 13.10).
 *
 * <p>The manual tabulates the seven places of each result. Its tables are what the exact function
 * gives in the middle of each interval of operands, rounded to nearest; so they are computed here.
 */
final class Estimates {
    static final Kernel RECIPROCAL = Estimates::reciprocal;
    static final Kernel RECIPROCAL_ROOT = Estimates::reciprocalRoot;

    private static final int PLACES = 7;
    private static final int ENTRIES = 1 << PLACES;
    private static final byte[] RECIPROCALS = new byte[ENTRIES];
    private static final byte[] ROOTS = new byte[ENTRIES];

    private static final int SINGLE_FRACTION = 23;
    private static final int DOUBLE_FRACTION = 52;

    static {
        for (int i = 0; i < ENTRIES; i++) {
            double reciprocal = 2 / (1 + (i + 0.5) / ENTRIES);
            RECIPROCALS[i] = (byte) Math.round((reciprocal - 1) * ENTRIES);
            // Six places of the operand; the last of its biased exponent is zero in the first half,
            // where the exponent is odd.
            double operand = 1 + ((i & (ENTRIES / 2 - 1)) + 0.5) / (ENTRIES / 2);
            double root = 2 / Math.sqrt(i < ENTRIES / 2 ? 2 * operand : operand);
            ROOTS[i] = (byte) Math.round((root - 1) * ENTRIES);
        }
    }

    private Estimates() {}

    private static int fractionBits(VectorUnit v) {
        return v.bits == Integer.SIZE ? SINGLE_FRACTION : DOUBLE_FRACTION;
    }

    private static long reciprocal(VectorUnit v, long element, long b, long d) {
        int fractionBits = fractionBits(v);
        long magnitude = element & (v.ones >>> 1);
        long sign = v.unsigned(element) ^ magnitude;
        long infinity = (v.ones >>> 1 >>> fractionBits) << fractionBits;
        if (magnitude > infinity) {
            return quietNan(v, element);
        }
        if (magnitude == infinity) {
            return sign;
        }
        if (magnitude == 0) {
            v.fcsr.raise(FloatFlags.DIVIDE_BY_ZERO);
            return sign | infinity;
        }
        int exponent = exponent(magnitude, fractionBits);
        if (exponent < -1) {
            v.fcsr.raise(FloatFlags.OVERFLOW | FloatFlags.INEXACT);
            return sign | (staysFinite(v.fcsr.rounding, sign != 0) ? infinity - 1 : infinity);
        }
        long fraction = fraction(magnitude, fractionBits);
        int index = (int) (fraction >>> (fractionBits - PLACES));
        long result = (long) RECIPROCALS[index] << (fractionBits - PLACES);
        int biasTwice = (int) (infinity >>> fractionBits) - 1;
        int resultExponent = biasTwice - 1 - exponent;
        if (resultExponent <= 0) {
            result = (result | 1L << fractionBits) >>> (1 - resultExponent);
            resultExponent = 0;
        }
        return sign | (long) resultExponent << fractionBits | result;
    }

    private static long reciprocalRoot(VectorUnit v, long element, long b, long d) {
        int fractionBits = fractionBits(v);
        long magnitude = element & (v.ones >>> 1);
        long sign = v.unsigned(element) ^ magnitude;
        long infinity = (v.ones >>> 1 >>> fractionBits) << fractionBits;
        if (magnitude > infinity) {
            return quietNan(v, element);
        }
        if (magnitude == 0) {
            v.fcsr.raise(FloatFlags.DIVIDE_BY_ZERO);
            return sign | infinity;
        }
        if (sign != 0) {
            v.fcsr.raise(FloatFlags.INVALID);
            return infinity | 1L << (fractionBits - 1);
        }
        if (magnitude == infinity) {
            return 0;
        }
        int exponent = exponent(magnitude, fractionBits);
        long fraction = fraction(magnitude, fractionBits);
        int index =
                (exponent & 1) << (PLACES - 1) | (int) (fraction >>> (fractionBits - PLACES + 1));
        long biasThrice = ((infinity >>> fractionBits) - 1) / 2 * 3;
        long resultExponent = (biasThrice - 1 - exponent) / 2;
        return resultExponent << fractionBits | (long) ROOTS[index] << (fractionBits - PLACES);
    }

    /** The biased exponent; below one for a subnormal number, as if exponents had no bound. */
    private static int exponent(long magnitude, int fractionBits) {
        int biased = (int) (magnitude >>> fractionBits);
        return biased != 0 ? biased : 1 - normalising(magnitude, fractionBits);
    }

    /** The places behind the leading one. */
    private static long fraction(long magnitude, int fractionBits) {
        boolean subnormal = magnitude >>> fractionBits == 0;
        long significand =
                subnormal ? magnitude << normalising(magnitude, fractionBits) : magnitude;
        return significand & ((1L << fractionBits) - 1);
    }

    private static int normalising(long magnitude, int fractionBits) {
        return Long.numberOfLeadingZeros(magnitude) - (Long.SIZE - 1 - fractionBits);
    }

    private static boolean staysFinite(int mode, boolean negative) {
        return mode == Rounding.TOWARDS_ZERO
                || (mode == Rounding.DOWN && !negative)
                || (mode == Rounding.UP && negative);
    }

    /** The canonical NaN; invalid if the operand signals. */
    private static long quietNan(VectorUnit v, long nan) {
        return FloatKernels.ADD.apply(v, nan, nan, 0);
    }
}
