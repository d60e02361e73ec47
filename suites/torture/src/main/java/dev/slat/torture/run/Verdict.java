package dev.slat.torture.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a run ended. Immutable.
 *
 * @param seed of the run
 * @param time that it took
 * @param counts what was done, by name, in the order of the line
 * @param failures of checks
 * @param reason the first failure, in words; empty if there is none
 */
public record Verdict(
        long seed,
        Duration time,
        Map<String, Long> counts,
        long failures,
        Optional<String> reason) {
    private static final Pattern LINE =
            Pattern.compile(
                    "(SUCCESS|FAILURE) seed=(-?\\d+) seconds=(\\d+)\\.(\\d)((?: [a-z-]+=\\d+)*)"
                            + " failures=(\\d+)(?:: (.*))?");

    /** Keeps the order of the counts. */
    public Verdict {
        counts = new LinkedHashMap<>(counts);
    }

    /** Whether nothing was found. */
    public boolean isSuccess() {
        return reason.isEmpty();
    }

    /** One of the counts, 0 if there is none of that name. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** Of two runs, one after the other: the sum, and the first failure of both. */
    public Verdict plus(Verdict later) {
        Map<String, Long> sum = new LinkedHashMap<>(counts);
        later.counts.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return new Verdict(
                seed,
                time.plus(later.time),
                sum,
                failures + later.failures,
                reason.or(() -> later.reason));
    }

    /** One line: {@code SUCCESS} or {@code FAILURE}, the counts and the seed, and why. */
    public String line() {
        StringBuilder all = new StringBuilder();
        counts.forEach((name, count) -> all.append(' ').append(name).append('=').append(count));
        return String.format(
                Locale.ROOT,
                "%s seed=%d seconds=%.1f%s failures=%d%s",
                isSuccess() ? "SUCCESS" : "FAILURE",
                seed,
                time.toMillis() / 1e3,
                all,
                failures,
                reason.map(why -> ": " + why).orElse(""));
    }

    /** The verdict of a {@link #line}, if it is one. */
    public static Optional<Verdict> parse(String line) {
        Matcher match = LINE.matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String pair : match.group(5).strip().split(" ", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                counts.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
            }
        }
        long tenths = 10 * Long.parseLong(match.group(3)) + Long.parseLong(match.group(4));
        return Optional.of(
                new Verdict(
                        Long.parseLong(match.group(2)),
                        Duration.ofMillis(100 * tenths),
                        counts,
                        Long.parseLong(match.group(6)),
                        Optional.ofNullable(match.group(7))));
    }

    @Override
    public String toString() {
        return line();
    }
}
