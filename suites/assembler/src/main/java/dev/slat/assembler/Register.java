package dev.slat.assembler;

import java.util.Locale;

/**
 * The integer registers x0 to x31 under the names of the calling convention (RISC-V ELF psABI,
 * "Integer Register Convention"); the ordinal is the register's number.
 */
public enum Register {
    ZERO,
    RA,
    SP,
    GP,
    TP,
    T0,
    T1,
    T2,
    S0,
    S1,
    A0,
    A1,
    A2,
    A3,
    A4,
    A5,
    A6,
    A7,
    S2,
    S3,
    S4,
    S5,
    S6,
    S7,
    S8,
    S9,
    S10,
    S11,
    T3,
    T4,
    T5,
    T6;

    private static final Register[] ALL = values();

    /**
     * The register with a number.
     *
     * @throws AssemblyException if the number is not in 0..31
     */
    public static Register of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw new AssemblyException("no integer register x" + number);
        }
        return ALL[number];
    }

    /** The register's number, 0 to 31. */
    public int number() {
        return ordinal();
    }

    /** The name in assembly text: {@code a0}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
