package dev.slat.assembler;

import java.util.Locale;

/**
 * The rounding modes of the rm field and of {@code frm} (unprivileged manual, table "Rounding mode
 * encoding").
 */
public enum Rounding {
    /** To nearest, ties to even. */
    RNE(0),
    /** Towards zero. */
    RTZ(1),
    /** Down, towards minus infinity. */
    RDN(2),
    /** Up, towards plus infinity. */
    RUP(3),
    /** To nearest, ties away from zero. */
    RMM(4),
    /** The mode that {@code frm} holds; only in an instruction. */
    DYN(7);

    private final int code;

    Rounding(int code) {
        this.code = code;
    }

    /** The mode's three bits. */
    public int code() {
        return code;
    }

    /** The mode with these three bits. */
    static Rounding of(long code) {
        for (Rounding each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new AssemblyException("no rounding mode " + code);
    }

    /** The name in assembly text: {@code rne}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
