package dev.slat.assembler;

import java.util.Locale;

/**
 * The floating-point registers f0 to f31 under the names of the calling convention (RISC-V ELF
 * psABI, "Floating-point Register Convention") and their numbers.
 */
public enum FloatRegister {
    FT0(0),
    FT1(1),
    FT2(2),
    FT3(3),
    FT4(4),
    FT5(5),
    FT6(6),
    FT7(7),
    FS0(8),
    FS1(9),
    FA0(10),
    FA1(11),
    FA2(12),
    FA3(13),
    FA4(14),
    FA5(15),
    FA6(16),
    FA7(17),
    FS2(18),
    FS3(19),
    FS4(20),
    FS5(21),
    FS6(22),
    FS7(23),
    FS8(24),
    FS9(25),
    FS10(26),
    FS11(27),
    FT8(28),
    FT9(29),
    FT10(30),
    FT11(31);

    private static final FloatRegister[] ALL = values();

    private final int number;

    FloatRegister(int number) {
        this.number = number;
    }

    /**
     * The register with a number.
     *
     * @throws AssemblyException if the number is not in 0..31
     */
    public static FloatRegister of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw new AssemblyException("no floating-point register f" + number);
        }
        return ALL[number];
    }

    /** The register's number, 0 to 31. */
    public int number() {
        return number;
    }

    /** The name in assembly text: {@code fa0}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
