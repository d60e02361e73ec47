package dev.slat.riscv.fp;

/**
 * An interchange format of IEEE 754-2019 (section 3.4): the fields of its bits, and the rounding of
 * an exact value into them. Bits are held in a {@code long}; those of the narrower formats are
 * zero-extended. Immutable; any thread.
 *
 * <p>Between unpacking and rounding, a finite number other than zero is a sign, an exponent and a
 * normalised significand: its magnitude is {@code significand * 2^(exponent - 62)}, with {@code
 * 2^62 <= significand < 2^63}. A value that needs more places than a significand has is represented
 * by one whose bit 0 is sticky: one when anything below it is not zero.
 */
public enum Format {
    /** Half precision. */
    BINARY16(11, 5),
    /** Single precision. */
    BINARY32(24, 8),
    /** Double precision. */
    BINARY64(53, 11);

    /** The place of the leading bit of a normalised significand. */
    static final int LEADING_BIT = 62;

    /** Bits in a significand, with the hidden one. */
    final int precision;

    /** The bits of plus infinity; magnitudes below are finite, above are NaNs. */
    final long infinity;

    /** The one NaN that arithmetic returns. */
    final long canonicalNan;

    /** The mask of the sign bit. */
    final long signBit;

    private final int fractionBits;
    private final int maxExponent;
    private final int minExponent;
    private final long quietBit;

    /** The upper bits of a register that holds a value; all ones. */
    private final long box;

    Format(int precision, int exponentBits) {
        this.precision = precision;
        fractionBits = precision - 1;
        maxExponent = (1 << (exponentBits - 1)) - 1;
        minExponent = 1 - maxExponent;
        signBit = 1L << (fractionBits + exponentBits);
        infinity = ((1L << exponentBits) - 1) << fractionBits;
        quietBit = 1L << (fractionBits - 1);
        canonicalNan = infinity | quietBit;
        box = -(signBit << 1);
    }

    /** The register that holds a value (chapter D, "NaN Boxing of Narrower Values"). */
    public long box(long bits) {
        return box | bits;
    }

    /** The value in a register; the canonical NaN when it is not boxed as one of this format. */
    public long unbox(long register) {
        return (register & box) == box ? register & ~box : canonicalNan;
    }

    /** The mask of the sign bit. */
    public long signBit() {
        return signBit;
    }

    /** The bits of the least normal number. */
    public long leastNormal() {
        return 1L << fractionBits;
    }

    long magnitude(long bits) {
        return bits & ~signBit;
    }

    boolean isNegative(long bits) {
        return (bits & signBit) != 0;
    }

    boolean isNan(long bits) {
        return magnitude(bits) > infinity;
    }

    boolean isSignalingNan(long bits) {
        return isNan(bits) && (bits & quietBit) == 0;
    }

    boolean isInfinite(long bits) {
        return magnitude(bits) == infinity;
    }

    boolean isZero(long bits) {
        return magnitude(bits) == 0;
    }

    boolean isSubnormal(long bits) {
        long magnitude = magnitude(bits);
        return magnitude != 0 && magnitude >>> fractionBits == 0;
    }

    /** The exponent of the leading bit of a finite number other than zero. */
    int exponent(long bits) {
        long magnitude = magnitude(bits);
        int biased = (int) (magnitude >>> fractionBits);
        return biased != 0
                ? biased - maxExponent
                : minExponent - fractionBits + 63 - Long.numberOfLeadingZeros(magnitude);
    }

    /** The normalised significand of a finite number other than zero. */
    long significand(long bits) {
        long magnitude = magnitude(bits);
        long hidden = 1L << fractionBits;
        return magnitude < hidden
                ? magnitude << (Long.numberOfLeadingZeros(magnitude) - 1)
                : ((magnitude & (hidden - 1)) | hidden) << (LEADING_BIT - fractionBits);
    }

    long withSign(boolean negative, long magnitude) {
        return negative ? magnitude | signBit : magnitude;
    }

    /** The canonical NaN, as the result of an operation without one. */
    long invalid(FloatEnvironment environment) {
        environment.raise(FloatFlags.INVALID);
        return canonicalNan;
    }

    /** The canonical NaN, as the result for operands of which one or both are NaNs. */
    long nan(long a, long b, FloatEnvironment environment) {
        return isSignalingNan(a) || isSignalingNan(b) ? invalid(environment) : canonicalNan;
    }

    /** Rounds a finite value other than zero into this format. */
    long round(
            boolean negative,
            int exponent,
            long significand,
            int rounding,
            FloatEnvironment environment) {
        if (exponent < minExponent) {
            return roundSubnormal(
                    negative, minExponent - exponent, significand, rounding, environment);
        }
        if (exponent > maxExponent) {
            return overflow(negative, rounding, environment);
        }
        int dropped = LEADING_BIT - fractionBits;
        long kept = significand >>> dropped;
        if (kept << dropped != significand) {
            environment.raise(FloatFlags.INEXACT);
            kept += increment(negative, significand, rounding);
        }
        // The hidden bit adds one to the exponent field, and so does a carry out of the fraction.
        long magnitude = ((long) (exponent + maxExponent - 1) << fractionBits) + kept;
        return magnitude < infinity
                ? withSign(negative, magnitude)
                : overflow(negative, rounding, environment);
    }

    private long roundSubnormal(
            boolean negative,
            int deficit,
            long significand,
            int rounding,
            FloatEnvironment environment) {
        long aligned = Significands.shiftRightSticky(significand, deficit);
        int dropped = LEADING_BIT - fractionBits;
        long kept = aligned >>> dropped;
        if (kept << dropped != aligned) {
            environment.raise(FloatFlags.INEXACT);
            if (isTiny(negative, deficit, significand, rounding)) {
                environment.raise(FloatFlags.UNDERFLOW);
            }
            kept += increment(negative, aligned, rounding);
        }
        return withSign(negative, kept);
    }

    /**
     * Tininess is detected after rounding, as if the exponent had no bound (chapter F, "Subnormal
     * Arithmetic"): only a value that then carries up to the least normal number is not tiny.
     */
    private boolean isTiny(boolean negative, int deficit, long significand, int rounding) {
        long kept = significand >>> (LEADING_BIT - fractionBits);
        boolean carries = kept + increment(negative, significand, rounding) == 1L << precision;
        return deficit > 1 || !carries;
    }

    private int increment(boolean negative, long significand, int rounding) {
        int dropped = LEADING_BIT - fractionBits;
        long unit = 1L << dropped;
        long rest = significand & (unit - 1);
        boolean odd = (significand & unit) != 0;
        return rest != 0 && Rounding.increments(rounding, negative, odd, rest, unit >>> 1) ? 1 : 0;
    }

    private long overflow(boolean negative, int rounding, FloatEnvironment environment) {
        environment.raise(FloatFlags.OVERFLOW | FloatFlags.INEXACT);
        long magnitude = Rounding.overflowsToInfinity(rounding, negative) ? infinity : infinity - 1;
        return withSign(negative, magnitude);
    }
}
