package dev.slat.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time with a suffix, s, m or h; a bare number counts seconds, as in timeout(1). */
final class TimeLimit implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([smh]?)");

    @Override
    public Duration convert(String value) {
        Matcher match = FORM.matcher(value.toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a time; use for example 90, 10s or 5m");
        }
        int unit =
                switch (match.group(2)) {
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 1_000;
                };
        var limit = Duration.ofMillis(Math.round(Double.parseDouble(match.group(1)) * unit));
        if (limit.isZero()) {
            throw new TypeConversionException("'" + value + "' leaves no time at all");
        }
        return limit;
    }

    /** A time as people say it. */
    static String text(Duration time) {
        return time.toMillis() % 1000 == 0
                ? time.toSeconds() + " s"
                : time.toMillis() / 1000.0 + " s";
    }
}
