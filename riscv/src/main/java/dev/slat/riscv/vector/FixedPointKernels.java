package dev.slat.riscv.vector;

/** Fixed-point arithmetic (section 12). */
final class FixedPointKernels {
    static final Kernel SADDU = FixedPointKernels::addUnsigned;
    static final Kernel SADD = FixedPointKernels::add;
    static final Kernel SSUBU = FixedPointKernels::subtractUnsigned;
    static final Kernel SSUB = FixedPointKernels::subtract;
    static final Kernel AADDU = FixedPointKernels::averageUnsigned;
    static final Kernel AADD = FixedPointKernels::average;
    static final Kernel ASUBU = FixedPointKernels::averageDifferenceUnsigned;
    static final Kernel ASUB = FixedPointKernels::averageDifference;
    static final Kernel SMUL = FixedPointKernels::multiply;

    static final Kernel SSRL =
            (v, a, b, d) -> FixedPoint.shiftUnsigned(v, v.unsigned(a), (int) b & (v.bits - 1));

    static final Kernel SSRA = (v, a, b, d) -> FixedPoint.shift(v, a, (int) b & (v.bits - 1));

    static final Kernel NCLIPU = FixedPointKernels::clipUnsigned;
    static final Kernel NCLIP = FixedPointKernels::clip;

    private FixedPointKernels() {}

    private static long addUnsigned(VectorUnit v, long a, long b, long d) {
        long sum = v.unsigned(a + b);
        return Long.compareUnsigned(sum, v.unsigned(a)) < 0
                ? FixedPoint.saturateUnsigned(v, false)
                : sum;
    }

    private static long add(VectorUnit v, long a, long b, long d) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0 || sum != v.signed(sum);
        return overflow ? FixedPoint.saturate(v, a < 0) : sum;
    }

    private static long subtractUnsigned(VectorUnit v, long a, long b, long d) {
        return Long.compareUnsigned(a, b) < 0 ? FixedPoint.saturateUnsigned(v, true) : a - b;
    }

    private static long subtract(VectorUnit v, long a, long b, long d) {
        long difference = a - b;
        boolean overflow = ((a ^ b) & (a ^ difference)) < 0 || difference != v.signed(difference);
        return overflow ? FixedPoint.saturate(v, a < 0) : difference;
    }

    // Halves of sums and differences without the carry that a long has no room for:
    // a + b = 2 (a & b) + (a ^ b), and a - b = (a ^ b) - 2 (~a & b).

    private static long average(VectorUnit v, long a, long b, long d) {
        return half(v, a ^ b, (a & b) + ((a ^ b) >> 1));
    }

    private static long averageUnsigned(VectorUnit v, long a, long b, long d) {
        long differing = v.unsigned(a ^ b);
        return half(v, differing, v.unsigned(a & b) + (differing >>> 1));
    }

    private static long averageDifference(VectorUnit v, long a, long b, long d) {
        return half(v, a ^ b, ((a ^ b) >> 1) - (~a & b));
    }

    private static long averageDifferenceUnsigned(VectorUnit v, long a, long b, long d) {
        long differing = v.unsigned(a ^ b);
        return half(v, differing, (differing >>> 1) - v.unsigned(~a & b));
    }

    /** Rounds; bit 0 of {@code lost} is the place that was cut off. */
    private static long half(VectorUnit v, long lost, long kept) {
        return kept + FixedPoint.increment(v, (kept & 1) != 0, (lost & 1) != 0, false);
    }

    private static long multiply(VectorUnit v, long a, long b, long d) {
        if (a == b && a == ~(v.ones >>> 1)) {
            return FixedPoint.saturate(v, false);
        }
        if (v.bits < Long.SIZE) {
            return FixedPoint.shift(v, a * b, v.bits - 1);
        }
        long low = a * b;
        long kept = Math.multiplyHigh(a, b) << 1 | low >>> (Long.SIZE - 1);
        boolean half = (low >> (Long.SIZE - 2) & 1) != 0;
        return kept + FixedPoint.increment(v, (kept & 1) != 0, half, low << 2 != 0);
    }

    private static long clipUnsigned(VectorUnit v, long a, long b, long d) {
        int places = (int) b & (2 * v.bits - 1);
        long shifted = FixedPoint.shiftUnsigned(v, IntegerKernels.unsignedWide(v, a), places);
        return Long.compareUnsigned(shifted, v.ones) > 0
                ? FixedPoint.saturateUnsigned(v, false)
                : shifted;
    }

    private static long clip(VectorUnit v, long a, long b, long d) {
        long shifted = FixedPoint.shift(v, a, (int) b & (2 * v.bits - 1));
        return shifted == v.signed(shifted) ? shifted : FixedPoint.saturate(v, shifted < 0);
    }
}
