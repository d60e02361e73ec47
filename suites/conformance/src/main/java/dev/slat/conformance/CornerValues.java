package dev.slat.conformance;

import java.util.random.RandomGenerator;

/** Register values at which instructions go wrong, and random ones between them. */
final class CornerValues {
    private static final long[] INTEGERS = {
        0,
        1,
        -1,
        2,
        31,
        32,
        63,
        64,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        0x7fff,
        0x8000,
        0xff,
        0x80
    };

    private static final double[] DOUBLES = {
        0.0,
        1.0,
        0.5,
        1.5,
        2.5,
        3.0,
        0.1,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Math.nextDown(Double.MIN_NORMAL),
        Double.MAX_VALUE,
        Math.nextUp(1.0),
        Math.nextDown(1.0),
        Double.POSITIVE_INFINITY,
        0x1p31,
        0x1p31 - 0.5,
        0x1p31 - 1,
        0x1p32,
        0x1p32 - 0.5,
        0x1p52,
        0x1p52 + 1,
        0x1p53,
        0x1p63,
        0x1p64,
        0x1p-149,
        0x1p-150,
        0x1.000001p-126,
        0x1.fffffep127,
        0x1.ffffffp127,
        0x1p128
    };

    private static final float[] FLOATS = {
        0f,
        1f,
        0.5f,
        1.5f,
        2.5f,
        3f,
        0.1f,
        Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Math.nextDown(Float.MIN_NORMAL),
        Float.MAX_VALUE,
        Math.nextUp(1f),
        Math.nextDown(1f),
        Float.POSITIVE_INFINITY,
        0x1p23f,
        0x1p24f,
        0x1p31f,
        0x1p32f,
        0x1p63f,
        0x1p64f
    };

    private static final long[] NANS = {
        0x7ff8_0000_0000_0000L,
        0x7ff0_0000_0000_0001L,
        0xfff4_0000_0000_0000L,
        0xffff_ffff_ffff_ffffL,
        0x7ff8_0000_dead_beefL
    };

    private static final int[] FLOAT_NANS = {0x7fc00000, 0x7f800001, 0xffa00000, 0x7fffffff};

    /** The high half of a register that holds a single-precision number. */
    private static final long BOX = 0xffff_ffff_0000_0000L;

    private static final long HALF_BOX = BOX | 0xffff_0000L;

    /** Zero, numbers from the least on, about one, the greatest, infinity and two NaNs. */
    private static final int[] HALVES = {
        0, 1, 0x3ff, 0x400, 0x401, 0x3800, 0x3bff, 0x3c00, 0x3c01, 0x3e00, 0x4100, 0x6400, 0x7800,
        0x7bff, 0x7c00, 0x7c01, 0x7e00
    };

    private CornerValues() {}

    static long integer(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> INTEGERS[random.nextInt(INTEGERS.length)];
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> (1L << random.nextInt(64)) + random.nextInt(-1, 2);
            default -> random.nextLong();
        };
    }

    /**
     * The bits of a floating-point register: a double, a boxed single or half, or a badly boxed
     * one.
     */
    static long floating(RandomGenerator random) {
        return switch (random.nextInt(20)) {
            case 16, 17, 18 ->
                    HALF_BOX | (HALVES[random.nextInt(HALVES.length)] ^ halfSign(random));
            case 19 -> HALF_BOX | random.nextInt(1 << 16);
            case 0, 1, 2, 3 -> sign(random) ^ doubleBits(DOUBLES, random);
            case 4 -> NANS[random.nextInt(NANS.length)];
            case 5 -> random.nextLong();
            case 6, 7 -> Double.doubleToRawLongBits(moderate(random));
            case 8, 9, 10, 11 -> BOX | single(random);
            case 12 -> BOX | FLOAT_NANS[random.nextInt(FLOAT_NANS.length)];
            case 13, 14 -> BOX | Float.floatToRawIntBits((float) moderate(random));
            default -> (random.nextLong() & BOX) | single(random);
        };
    }

    private static long doubleBits(double[] values, RandomGenerator random) {
        return Double.doubleToRawLongBits(values[random.nextInt(values.length)]);
    }

    private static long single(RandomGenerator random) {
        int bits = Float.floatToRawIntBits(FLOATS[random.nextInt(FLOATS.length)]);
        return (bits ^ (int) (sign(random) >>> 32)) & ~BOX;
    }

    private static int halfSign(RandomGenerator random) {
        return random.nextBoolean() ? 0x8000 : 0;
    }

    private static long sign(RandomGenerator random) {
        return random.nextBoolean() ? Long.MIN_VALUE : 0;
    }

    /** Numbers near enough to one another that sums cancel and products do not overflow. */
    private static double moderate(RandomGenerator random) {
        return (random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(-8, 70));
    }
}
