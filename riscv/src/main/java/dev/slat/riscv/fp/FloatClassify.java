package dev.slat.riscv.fp;

/**
 * Classification: {@code fclass} (unprivileged manual, chapter F, "Format of result of FCLASS
 * instruction"). The result has one bit of ten set; no flags.
 */
public final class FloatClassify {
    private static final int NEGATIVE_INFINITY = 1;
    private static final int NEGATIVE_NORMAL = 1 << 1;
    private static final int NEGATIVE_SUBNORMAL = 1 << 2;
    private static final int NEGATIVE_ZERO = 1 << 3;
    private static final int POSITIVE_ZERO = 1 << 4;
    private static final int POSITIVE_SUBNORMAL = 1 << 5;
    private static final int POSITIVE_NORMAL = 1 << 6;
    private static final int POSITIVE_INFINITY = 1 << 7;
    private static final int SIGNALING_NAN = 1 << 8;
    private static final int QUIET_NAN = 1 << 9;

    private FloatClassify() {}

    /** The class of {@code a} in binary64. */
    public static int classify64(long a) {
        return classify(Format.BINARY64, a);
    }

    /** The class of {@code a} in binary32. */
    public static int classify32(int a) {
        return classify(Format.BINARY32, Integer.toUnsignedLong(a));
    }

    /** The class of {@code a} in any format. */
    public static int classify(Format format, long a) {
        if (format.isNan(a)) {
            return format.isSignalingNan(a) ? SIGNALING_NAN : QUIET_NAN;
        }
        boolean negative = format.isNegative(a);
        if (format.isInfinite(a)) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        if (format.isZero(a)) {
            return negative ? NEGATIVE_ZERO : POSITIVE_ZERO;
        }
        if (format.isSubnormal(a)) {
            return negative ? NEGATIVE_SUBNORMAL : POSITIVE_SUBNORMAL;
        }
        return negative ? NEGATIVE_NORMAL : POSITIVE_NORMAL;
    }
}
