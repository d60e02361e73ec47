package dev.slat.assembler;

import java.util.Locale;

/**
 * The integer registers x0 to x31 under the names of the calling convention (RISC-V ELF psABI,
 * "Integer Register Convention") and their numbers.
 */
public enum Register {
    ZERO(0),
    RA(1),
    SP(2),
    GP(3),
    TP(4),
    T0(5),
    T1(6),
    T2(7),
    S0(8),
    S1(9),
    A0(10),
    A1(11),
    A2(12),
    A3(13),
    A4(14),
    A5(15),
    A6(16),
    A7(17),
    S2(18),
    S3(19),
    S4(20),
    S5(21),
    S6(22),
    S7(23),
    S8(24),
    S9(25),
    S10(26),
    S11(27),
    T3(28),
    T4(29),
    T5(30),
    T6(31);

    private static final Register[] ALL = values();

    private final int number;

    Register(int number) {
        this.number = number;
    }

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
        return number;
    }

    /** The name in assembly text: {@code a0}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
