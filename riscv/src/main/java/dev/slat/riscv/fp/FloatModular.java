package dev.slat.riscv.fp;

/** Conversion to an integer modulo 2^32: {@code fcvtmod.w.d} (unprivileged manual, chapter Zfa). */
public final class FloatModular {
    private FloatModular() {}

    /**
     * The low 32 bits of the integer that {@code a} is cut to, their sign extended; zero for
     * infinities and NaNs. The flags are those of {@code fcvt.w.d} towards zero.
     */
    public static long toInt(long a, FloatEnvironment environment) {
        double value = Double.longBitsToDouble(a);
        FloatToInteger.toInt(value, Rounding.TOWARDS_ZERO, environment);
        Format format = Format.BINARY64;
        if (format.magnitude(a) >= format.infinity || Math.abs(value) < 1) {
            return 0;
        }
        int places = format.exponent(a) - Format.LEADING_BIT;
        long significand = format.significand(a);
        long whole = 0;
        if (places <= 0) {
            whole = significand >>> -places;
        } else if (places < Long.SIZE) {
            whole = significand << places;
        }
        return (int) (value < 0 ? -whole : whole);
    }
}
