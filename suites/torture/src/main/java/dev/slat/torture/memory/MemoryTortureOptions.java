package dev.slat.torture.memory;

import java.time.Duration;

/**
 * What to torture and how.
 *
 * @param time for the whole run
 * @param seed of the dice that each thread chooses by
 * @param harts that run the guest program, 1 to {@link #MAX_HARTS}
 * @param variant what is tortured; a broken one only until its fault is found
 * @param isVerbose whether a line tells every few seconds how it goes
 */
public record MemoryTortureOptions(
        Duration time, long seed, int harts, BrokenMemory variant, boolean isVerbose) {
    /** Each has a line of its own in a page. */
    public static final int MAX_HARTS = Layout.MAX_HARTS;

    /** Refuses a run that could not say anything. */
    public MemoryTortureOptions {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("torture for " + time);
        }
        if (harts < 1 || harts > MAX_HARTS) {
            throw new IllegalArgumentException("torture by " + harts + " harts");
        }
    }
}
