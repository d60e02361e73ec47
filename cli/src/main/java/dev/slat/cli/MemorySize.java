package dev.slat.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size with a binary suffix, K, M, G or T; a bare number counts MiB, as in QEMU. */
final class MemorySize implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})([KMGT]?)(I?B)?");

    @Override
    public Long convert(String value) {
        Matcher match = FORM.matcher(value.toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a size; use for example 512M or 2G");
        }
        int shift =
                switch (match.group(2)) {
                    case "K" -> 10;
                    case "G" -> 30;
                    case "T" -> 40;
                    default -> 20;
                };
        long count = Long.parseLong(match.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new TypeConversionException("'" + value + "' is too much memory");
        }
        return count << shift;
    }

    /** A size as people say it. */
    static String text(long bytes) {
        for (int shift = 40; shift >= 10; shift -= 10) {
            if (bytes >= 1L << shift && (bytes & ((1L << shift) - 1)) == 0) {
                return (bytes >> shift) + "" + "KMGT".charAt(shift / 10 - 1);
            }
        }
        return bytes + " bytes";
    }
}
