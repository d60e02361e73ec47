package dev.slat.torture;

import java.time.Duration;
import java.util.List;

/**
 * What to torture and how.
 *
 * @param time for the whole run, without the last section of each thread
 * @param seed of the dice that each thread chooses by
 * @param variant what is tortured; a broken one only until its fault is found
 * @param parts what is run, in turn
 * @param isVerbose whether a line tells every few seconds how it goes
 */
public record TortureOptions(
        Duration time, long seed, BrokenVariant variant, List<Part> parts, boolean isVerbose) {
    /** Refuses a run that could not say anything. */
    public TortureOptions {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("torture for " + time);
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("torture by no part");
        }
        parts = List.copyOf(parts);
    }

    /** The library as it is, by all parts. */
    public static TortureOptions of(Duration time, long seed) {
        return new TortureOptions(time, seed, BrokenVariant.NONE, Part.ALL, false);
    }

    /** A broken variant, by the parts that find its fault. */
    public static TortureOptions broken(BrokenVariant variant, Duration time, long seed) {
        return new TortureOptions(time, seed, variant, variant.parts(), false);
    }
}
