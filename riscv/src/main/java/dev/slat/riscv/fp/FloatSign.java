package dev.slat.riscv.fp;

/**
 * Sign injection: {@code fsgnj}, {@code fsgnjn} and {@code fsgnjx} (unprivileged manual, chapters
 * F, D and Zfh). Bits only: NaNs pass through, no flags.
 */
public final class FloatSign {
    private FloatSign() {}

    /** The magnitude of {@code a} with the sign of {@code b}, in any format. */
    public static long copy(Format format, long a, long b) {
        return format.magnitude(a) | (b & format.signBit);
    }

    /** The magnitude of {@code a} with the sign of {@code b}, in binary64. */
    public static long copy64(long a, long b) {
        return (a & Long.MAX_VALUE) | (b & Long.MIN_VALUE);
    }

    /** The magnitude of {@code a} with the opposite sign of {@code b}, in binary64. */
    public static long copyNegated64(long a, long b) {
        return copy64(a, ~b);
    }

    /** {@code a}, its sign turned if {@code b} is negative, in binary64. */
    public static long exclusiveOr64(long a, long b) {
        return a ^ (b & Long.MIN_VALUE);
    }

    /** The magnitude of {@code a} with the sign of {@code b}, in binary32. */
    public static int copy32(int a, int b) {
        return (a & Integer.MAX_VALUE) | (b & Integer.MIN_VALUE);
    }

    /** The magnitude of {@code a} with the opposite sign of {@code b}, in binary32. */
    public static int copyNegated32(int a, int b) {
        return copy32(a, ~b);
    }

    /** {@code a}, its sign turned if {@code b} is negative, in binary32. */
    public static int exclusiveOr32(int a, int b) {
        return a ^ (b & Integer.MIN_VALUE);
    }
}
