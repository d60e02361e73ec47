package dev.slat.cli;

import dev.slat.riscv.Isa;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An ISA string. */
final class IsaOption implements ITypeConverter<Isa> {
    @Override
    public Isa convert(String value) {
        try {
            return Isa.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
