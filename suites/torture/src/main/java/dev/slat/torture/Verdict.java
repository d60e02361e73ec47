package dev.slat.torture;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param seed of the run
 * @param time that it took
 * @param gracePeriods of the domain; those that were shared count once
 * @param sections of all readers
 * @param callbacks that have run
 * @param failures of checks
 * @param reason the first failure, in words; empty if there is none
 */
public record Verdict(
        long seed,
        Duration time,
        long gracePeriods,
        long sections,
        long callbacks,
        long failures,
        Optional<String> reason) {

    /** Whether nothing was found. */
    public boolean isSuccess() {
        return reason.isEmpty();
    }

    /** One line: {@code SUCCESS} or {@code FAILURE}, the counts and the seed, and why. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%s seed=%d seconds=%.1f grace-periods=%d sections=%d callbacks=%d failures=%d%s",
                isSuccess() ? "SUCCESS" : "FAILURE",
                seed,
                time.toMillis() / 1e3,
                gracePeriods,
                sections,
                callbacks,
                failures,
                reason.map(why -> ": " + why).orElse(""));
    }

    @Override
    public String toString() {
        return line();
    }
}
