package dev.slat.riscv.fp;

/**
 * Binary32 values in 64-bit registers (unprivileged manual, chapter D, "NaN Boxing of Narrower
 * Values"): the upper half of the register is all ones.
 */
public final class NanBox {
    private static final long UPPER_ONES = 0xffff_ffffL << 32;

    private static final int CANONICAL_NAN = (int) Format.BINARY32.canonicalNan;

    private NanBox() {}

    /** The register that holds {@code single}. */
    public static long box(int single) {
        return UPPER_ONES | Integer.toUnsignedLong(single);
    }

    /** The value in {@code register}; the canonical NaN when it is not a boxed one. */
    public static int unbox(long register) {
        return register >>> 32 == 0xffff_ffffL ? (int) register : CANONICAL_NAN;
    }
}
