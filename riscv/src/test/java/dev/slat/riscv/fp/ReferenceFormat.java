package dev.slat.riscv.fp;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The rounding of an exact real number by the definition of IEEE 754, with nothing taken from the
 * code under test: the neighbours of the number are found by comparing it with exact decimals.
 */
enum ReferenceFormat {
    HALF(11, 5),
    SINGLE(24, 8),
    DOUBLE(53, 11);

    /** A positive real number, known by how it compares. */
    interface Exact {
        /** The sign of this number less {@code candidate}. */
        int compareTo(BigDecimal candidate);
    }

    /** What an operation must return and raise. */
    record Expected(long bits, int flags) {}

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final Map<Integer, BigDecimal> POWERS = new ConcurrentHashMap<>();

    final long infinity;
    final long signBit;
    private final int precision;
    private final int fractionBits;
    private final int bias;

    ReferenceFormat(int precision, int exponentBits) {
        this.precision = precision;
        fractionBits = precision - 1;
        bias = (1 << (exponentBits - 1)) - 1;
        infinity = ((1L << exponentBits) - 1) << fractionBits;
        signBit = 1L << (fractionBits + exponentBits);
    }

    boolean isFinite(long bits) {
        return (bits & ~signBit) < infinity;
    }

    boolean isNegative(long bits) {
        return (bits & signBit) != 0;
    }

    /** The exact value; of an infinity, the number that would come next if exponents went on. */
    BigDecimal value(long bits) {
        long magnitude = bits & ~signBit;
        long fraction = magnitude & ((1L << fractionBits) - 1);
        int field = (int) (magnitude >>> fractionBits);
        long significand = field == 0 ? fraction : fraction + (1L << fractionBits);
        BigDecimal value =
                power(Math.max(field, 1) - bias - fractionBits)
                        .multiply(BigDecimal.valueOf(significand));
        return isNegative(bits) ? value.negate() : value;
    }

    private static BigDecimal power(int exponent) {
        return POWERS.computeIfAbsent(exponent, ReferenceFormat::computePower);
    }

    private static BigDecimal computePower(int exponent) {
        BigDecimal magnitude = TWO.pow(Math.abs(exponent));
        return exponent < 0 ? BigDecimal.ONE.divide(magnitude) : magnitude;
    }

    long withSign(boolean negative, long magnitude) {
        return negative ? magnitude | signBit : magnitude;
    }

    /**
     * Rounds a number other than zero.
     *
     * @param hint bits of some number that is better close to the result, as the search starts
     *     there
     */
    Expected round(boolean negative, Exact exact, long hint, int mode) {
        long below = greatestNotAbove(exact, hint & ~signBit);
        int flags = 0;
        long magnitude = below;
        if (below == infinity) {
            flags = FloatFlags.OVERFLOW | FloatFlags.INEXACT;
            magnitude = goesUp(mode, negative, true, 1) ? infinity : infinity - 1;
        } else if (exact.compareTo(value(below)) != 0) {
            flags = FloatFlags.INEXACT;
            BigDecimal middle = value(below).add(value(below + 1)).divide(TWO);
            if (goesUp(mode, negative, (below & 1) != 0, exact.compareTo(middle))) {
                magnitude++;
            }
            flags |= magnitude == infinity ? FloatFlags.OVERFLOW : 0;
            flags |= isTiny(negative, exact, mode) ? FloatFlags.UNDERFLOW : 0;
        }
        return new Expected(withSign(negative, magnitude), flags);
    }

    /** The bits of the greatest number, or infinity, that is not above {@code exact}. */
    private long greatestNotAbove(Exact exact, long hint) {
        long low = Math.clamp(hint - 2, 0, infinity);
        long high = Math.min(hint + 2, infinity + 1);
        boolean found =
                exact.compareTo(value(low)) >= 0
                        && (high > infinity || exact.compareTo(value(high)) < 0);
        if (!found) {
            low = 0;
            high = infinity + 1;
        }
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (exact.compareTo(value(middle)) >= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Rounded with no bound on the exponent, is it still below the least normal number? */
    private boolean isTiny(boolean negative, Exact exact, int mode) {
        BigDecimal leastNormal = power(1 - bias);
        BigDecimal next = leastNormal.subtract(power(1 - bias - precision));
        if (exact.compareTo(leastNormal) >= 0 || exact.compareTo(next) <= 0) {
            return exact.compareTo(next) <= 0;
        }
        BigDecimal middle = leastNormal.add(next).divide(TWO);
        return !goesUp(mode, negative, true, exact.compareTo(middle));
    }

    private static boolean goesUp(int mode, boolean negative, boolean odd, int againstMiddle) {
        return switch (mode) {
            case 0 -> againstMiddle > 0 || (againstMiddle == 0 && odd);
            case 1 -> false;
            case 2 -> negative;
            case 3 -> !negative;
            default -> againstMiddle >= 0;
        };
    }

    /** Bits of any kind, with a taste for the edges. */
    long operand(RandomGenerator random) {
        long sign = random.nextBoolean() ? signBit : 0;
        int fields = (int) (infinity >>> fractionBits);
        long field =
                switch (random.nextInt(6)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(1, 4);
                    case 2 -> fields - random.nextInt(1, 4);
                    case 3 -> bias + random.nextInt(-3, 4);
                    case 4 -> Math.max(0, bias / 2 + random.nextInt(-precision, precision));
                    default -> random.nextInt(fields);
                };
        return sign | field << fractionBits | fraction(random);
    }

    /** A number whose exponent is close to that of {@code other}. */
    long near(long other, RandomGenerator random) {
        long field = (other & ~signBit) >>> fractionBits;
        long fields = infinity >>> fractionBits;
        long close = field + random.nextInt(-precision - 3, precision + 4);
        long sign = random.nextBoolean() ? signBit : 0;
        return sign | Math.clamp(close, 0, fields - 1) << fractionBits | fraction(random);
    }

    private long fraction(RandomGenerator random) {
        long mask = (1L << fractionBits) - 1;
        long bits = random.nextLong() & mask;
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextInt(4);
            case 2 -> mask - random.nextInt(4);
            case 3 -> 1L << random.nextInt(fractionBits);
            case 4 -> bits & -1L << random.nextInt(fractionBits);
            default -> bits;
        };
    }
}
