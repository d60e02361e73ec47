package dev.slat.riscv.vector;

/** Rounding and saturation as {@code vxrm} and {@code vxsat} have it (sections 3.8 and 3.9). */
final class FixedPoint {
    private static final int NEAREST_UP = 0;
    private static final int NEAREST_EVEN = 1;
    private static final int DOWN = 2;

    private FixedPoint() {}

    /** Shifts right by {@code places}, 0 to 63, keeping the sign, and rounds. */
    static long shift(VectorUnit v, long value, int places) {
        return (value >> places) + increment(v, value, value >> places, places);
    }

    /** The same for a number without a sign. */
    static long shiftUnsigned(VectorUnit v, long value, int places) {
        return (value >>> places) + increment(v, value, value >>> places, places);
    }

    private static int increment(VectorUnit v, long value, long kept, int places) {
        if (places == 0) {
            return 0;
        }
        boolean half = (value >>> (places - 1) & 1) != 0;
        boolean rest = (value & ((1L << (places - 1)) - 1)) != 0;
        return increment(v, (kept & 1) != 0, half, rest);
    }

    /**
     * What rounding adds.
     *
     * @param odd whether the last place kept is one
     * @param half the first place that is cut off
     * @param rest whether any place below is one
     */
    static int increment(VectorUnit v, boolean odd, boolean half, boolean rest) {
        boolean up =
                switch (v.vxrm) {
                    case NEAREST_UP -> half;
                    case NEAREST_EVEN -> half && (rest || odd);
                    case DOWN -> false;
                    default -> !odd && (half || rest);
                };
        return up ? 1 : 0;
    }

    /** The end of the range that a signed result has left, and the flag. */
    static long saturate(VectorUnit v, boolean negative) {
        v.vxsat = true;
        long most = v.ones >>> 1;
        return negative ? ~most : most;
    }

    /** The end of the range that an unsigned result has left, and the flag. */
    static long saturateUnsigned(VectorUnit v, boolean below) {
        v.vxsat = true;
        return below ? 0 : v.ones;
    }
}
