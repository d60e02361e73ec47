package dev.slat.riscv.fp;

/**
 * The rounding modes as {@code frm} and the {@code rm} field of an instruction encode them
 * (unprivileged manual, chapter F, "Rounding mode encoding").
 */
public final class Rounding {
    /** RNE: to nearest, ties to even. */
    public static final int NEAREST_EVEN = 0;

    /** RTZ: towards zero. */
    public static final int TOWARDS_ZERO = 1;

    /** RDN: towards minus infinity. */
    public static final int DOWN = 2;

    /** RUP: towards plus infinity. */
    public static final int UP = 3;

    /** RMM: to nearest, ties away from zero. */
    public static final int NEAREST_MAX_MAGNITUDE = 4;

    /** DYN: in the {@code rm} field, the mode that {@code frm} holds. */
    public static final int DYNAMIC = 7;

    private Rounding() {}

    /** True when {@code mode} is one of the five modes, so neither reserved nor dynamic. */
    public static boolean isValid(int mode) {
        return mode >= NEAREST_EVEN && mode <= NEAREST_MAX_MAGNITUDE;
    }

    /**
     * True when a magnitude cut short must grow by one unit in its last place.
     *
     * @param odd whether the last place kept is one
     * @param rest what was cut off, not zero
     * @param half half a unit in the last place, in the scale of {@code rest}
     */
    static boolean increments(int mode, boolean negative, boolean odd, long rest, long half) {
        return switch (mode) {
            case NEAREST_EVEN -> rest > half || (rest == half && odd);
            case TOWARDS_ZERO -> false;
            case DOWN -> negative;
            case UP -> !negative;
            case NEAREST_MAX_MAGNITUDE -> rest >= half;
            default -> throw new IllegalArgumentException("rounding mode " + mode);
        };
    }

    /** True when a result past the greatest finite number becomes infinity in {@code mode}. */
    static boolean overflowsToInfinity(int mode, boolean negative) {
        return switch (mode) {
            case TOWARDS_ZERO -> false;
            case DOWN -> negative;
            case UP -> !negative;
            default -> true;
        };
    }

    /** The sign of an exact zero that is the sum of two numbers of opposite sign. */
    static boolean isZeroSumNegative(int mode) {
        return mode == DOWN;
    }
}
