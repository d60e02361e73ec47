package dev.slat.assembler;

import java.util.Locale;

/**
 * The floating-point registers f0 to f31 under the names of the calling convention (RISC-V ELF
 * psABI, "Floating-point Register Convention"); the ordinal is the register's number.
 */
public enum FloatRegister {
    FT0,
    FT1,
    FT2,
    FT3,
    FT4,
    FT5,
    FT6,
    FT7,
    FS0,
    FS1,
    FA0,
    FA1,
    FA2,
    FA3,
    FA4,
    FA5,
    FA6,
    FA7,
    FS2,
    FS3,
    FS4,
    FS5,
    FS6,
    FS7,
    FS8,
    FS9,
    FS10,
    FS11,
    FT8,
    FT9,
    FT10,
    FT11;

    private static final FloatRegister[] ALL = values();

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
        return ordinal();
    }

    /** The name in assembly text: {@code fa0}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
