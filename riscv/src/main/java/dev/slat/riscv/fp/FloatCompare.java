package dev.slat.riscv.fp;

/**
 * Comparison: {@code feq}, {@code flt} and {@code fle} (unprivileged manual, chapters F and D). A
 * comparison with a NaN is false. {@code feq} is quiet: only a signalling NaN is invalid; the other
 * two are signalling: any NaN is; Zfa's {@code fltq} and {@code fleq} are quiet.
 */
public final class FloatCompare {
    private FloatCompare() {}

    /** {@code a == b} in binary64. */
    public static boolean equal64(long a, long b, FloatEnvironment environment) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        if (Double.isNaN(x) || Double.isNaN(y)) {
            Format.BINARY64.nan(a, b, environment);
        }
        return x == y;
    }

    /** {@code a < b} in binary64. */
    public static boolean less64(long a, long b, FloatEnvironment environment) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        signalNan(Double.isNaN(x) || Double.isNaN(y), environment);
        return x < y;
    }

    /** {@code a <= b} in binary64. */
    public static boolean lessOrEqual64(long a, long b, FloatEnvironment environment) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        signalNan(Double.isNaN(x) || Double.isNaN(y), environment);
        return x <= y;
    }

    /** {@code a == b} in binary32. */
    public static boolean equal32(int a, int b, FloatEnvironment environment) {
        float x = Float.intBitsToFloat(a);
        float y = Float.intBitsToFloat(b);
        if (Float.isNaN(x) || Float.isNaN(y)) {
            Format.BINARY32.nan(Integer.toUnsignedLong(a), Integer.toUnsignedLong(b), environment);
        }
        return x == y;
    }

    /** {@code a < b} in binary32. */
    public static boolean less32(int a, int b, FloatEnvironment environment) {
        float x = Float.intBitsToFloat(a);
        float y = Float.intBitsToFloat(b);
        signalNan(Float.isNaN(x) || Float.isNaN(y), environment);
        return x < y;
    }

    /** {@code a <= b} in binary32. */
    public static boolean lessOrEqual32(int a, int b, FloatEnvironment environment) {
        float x = Float.intBitsToFloat(a);
        float y = Float.intBitsToFloat(b);
        signalNan(Float.isNaN(x) || Float.isNaN(y), environment);
        return x <= y;
    }

    /** {@code a == b} in any format. */
    public static boolean equal(Format format, long a, long b, FloatEnvironment environment) {
        return isOrdered(format, a, b, true, environment) && rank(format, a) == rank(format, b);
    }

    /** {@code a < b} in any format. */
    public static boolean less(Format format, long a, long b, FloatEnvironment environment) {
        return isOrdered(format, a, b, false, environment) && rank(format, a) < rank(format, b);
    }

    /** {@code a <= b} in any format. */
    public static boolean lessOrEqual(Format format, long a, long b, FloatEnvironment environment) {
        return isOrdered(format, a, b, false, environment) && rank(format, a) <= rank(format, b);
    }

    /** {@code a < b} in any format, quiet. */
    public static boolean lessQuiet(Format format, long a, long b, FloatEnvironment environment) {
        return isOrdered(format, a, b, true, environment) && rank(format, a) < rank(format, b);
    }

    /** {@code a <= b} in any format, quiet. */
    public static boolean lessOrEqualQuiet(
            Format format, long a, long b, FloatEnvironment environment) {
        return isOrdered(format, a, b, true, environment) && rank(format, a) <= rank(format, b);
    }

    private static boolean isOrdered(
            Format format, long a, long b, boolean quiet, FloatEnvironment environment) {
        if (!format.isNan(a) && !format.isNan(b)) {
            return true;
        }
        if (quiet) {
            format.nan(a, b, environment);
        } else {
            format.invalid(environment);
        }
        return false;
    }

    /** A number that is ordered as the value; both zeros have the same. */
    private static long rank(Format format, long a) {
        return format.isNegative(a) ? -format.magnitude(a) : format.magnitude(a);
    }

    private static void signalNan(boolean unordered, FloatEnvironment environment) {
        if (unordered) {
            environment.raise(FloatFlags.INVALID);
        }
    }
}
