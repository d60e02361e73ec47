package dev.slat.riscv.fp;

/** The 32 constants of {@code fli} (unprivileged manual, chapter Zfa, table "Immediate values"). */
public final class FloatConstants {
    /** The least normal number, which each format has its own of. */
    private static final int LEAST_NORMAL = 1;

    private static final int CANONICAL_NAN = 31;

    private static final float[] VALUES = {
        -1,
        Float.MIN_NORMAL,
        0x1p-16f,
        0x1p-15f,
        0x1p-8f,
        0x1p-7f,
        0.0625f,
        0.125f,
        0.25f,
        0.3125f,
        0.375f,
        0.4375f,
        0.5f,
        0.625f,
        0.75f,
        0.875f,
        1,
        1.25f,
        1.5f,
        1.75f,
        2,
        2.5f,
        3,
        4,
        8,
        16,
        128,
        256,
        0x1p15f,
        0x1p16f,
        Float.POSITIVE_INFINITY,
        Float.NaN
    };

    private FloatConstants() {}

    /** The bits of constant {@code index}, 0 to 31; 2^16 is infinity in binary16. */
    public static long bits(Format format, int index) {
        return switch (index) {
            case LEAST_NORMAL -> format.leastNormal();
            case CANONICAL_NAN -> format.canonicalNan;
            default ->
                    FloatConvert.convert(
                            Format.BINARY32,
                            format,
                            Integer.toUnsignedLong(Float.floatToRawIntBits(VALUES[index])),
                            Rounding.NEAREST_EVEN,
                            new FloatEnvironment());
        };
    }
}
