package dev.slat.riscv.fp;

/**
 * The bits of {@code fflags} (unprivileged manual, chapter F, "Accrued exception flag encoding").
 */
public final class FloatFlags {
    /** NX: the result is not the exact one. */
    public static final int INEXACT = 1;

    /** UF: the result is inexact and, after rounding, was below the least normal number. */
    public static final int UNDERFLOW = 1 << 1;

    /** OF: the rounded result was past the greatest finite number. */
    public static final int OVERFLOW = 1 << 2;

    /** DZ: a finite number other than zero was divided by zero. */
    public static final int DIVIDE_BY_ZERO = 1 << 3;

    /** NV: the operation has no result for these operands, or one of them is a signalling NaN. */
    public static final int INVALID = 1 << 4;

    private FloatFlags() {}
}
