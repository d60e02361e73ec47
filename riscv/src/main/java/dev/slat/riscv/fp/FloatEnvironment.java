package dev.slat.riscv.fp;

/**
 * The floating-point state of one hart: the {@code frm} and {@code fflags} fields of {@code fcsr}
 * (unprivileged manual, chapter F, "Floating-Point Control and Status Register").
 *
 * <p>Threads: the hart's own thread only. The fields are bare because each instruction reads and
 * changes them; nothing else is kept here.
 */
public final class FloatEnvironment {
    private static final int FLAG_BITS = 5;
    private static final int FLAG_MASK = (1 << FLAG_BITS) - 1;

    /** The dynamic rounding mode, {@code frm}: 0 to 7, of which 5 to 7 are reserved. */
    public int rounding;

    /** The accrued exceptions, {@code fflags}: bits of {@link FloatFlags}. */
    public int flags;

    /** Round to nearest even, no exceptions. */
    public FloatEnvironment() {}

    /** The {@code fcsr} register: {@code frm} in bits 5 to 7, {@code fflags} in bits 0 to 4. */
    public int bits() {
        return rounding << FLAG_BITS | flags;
    }

    /** Writes the {@code fcsr} register; bits from 8 up are ignored. */
    public void setBits(int bits) {
        rounding = bits >>> FLAG_BITS & 7;
        flags = bits & FLAG_MASK;
    }

    /** Adds {@code flags}, bits of {@link FloatFlags}, to the accrued exceptions. */
    public void raise(int flags) {
        this.flags |= flags;
    }

    /** True when one more inexact result would change nothing. */
    boolean isInexact() {
        return (flags & FloatFlags.INEXACT) != 0;
    }
}
