package dev.slat.torture;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How old the elements were that readers held: 0 is published, 1 is unlinked while the reader held
 * it, and from 2 on a grace period has ended that should have waited for the reader.
 *
 * <p>Not for several threads, but for {@link #add}.
 */
final class AgeHistogram {
    private static final int OLDEST_GOOD = 1;

    private final long[] counts = new long[Element.FREED + 1];

    /** Returns whether a reader may see this age. */
    boolean saw(int age) {
        counts[age]++;
        return age <= OLDEST_GOOD;
    }

    /** Adds what another one saw. */
    synchronized void add(AgeHistogram other) {
        Arrays.setAll(counts, age -> counts[age] + other.counts[age]);
    }

    /** How many were past a grace period. */
    synchronized long bad() {
        return IntStream.rangeClosed(OLDEST_GOOD + 1, Element.FREED)
                .mapToLong(age -> counts[age])
                .sum();
    }

    @Override
    public synchronized String toString() {
        return IntStream.rangeClosed(0, Element.FREED)
                .mapToObj(age -> age + ":" + counts[age])
                .collect(Collectors.joining(" "));
    }
}
