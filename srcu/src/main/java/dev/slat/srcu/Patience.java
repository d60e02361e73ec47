package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How a grace period waits for a reader: awake for a moment, because most sections are short; then
 * asleep, until a reader that leaves wakes it, but each time at most for a small part of the time
 * that it has waited already.
 *
 * <p>Only the owner of a cell wakes us: for the others, who pay for atomic adds, a sleep of some
 * percent is good enough. A reader may miss the request to wake us: its exit and its look are not
 * one step, and no fence is between. Then the wait is over some percent late. A long wait takes a
 * number of looks that grows with its logarithm.
 *
 * <p>All but {@link #hurryUntil} and {@link #wake}: only the thread that runs the grace period.
 */
final class Patience {
    /**
     * Less than a sleep and a wake-up cost, because a reader may need the processor that we spin on
     * to leave at all.
     */
    private static final long AWAKE_NANOS = 5_000;

    /** A sleep is a sixteenth of the time waited. */
    private static final int PART = 16;

    private static final long SHORTEST_SLEEP_NANOS = 50_000;
    private static final long LONGEST_SLEEP_NANOS = 50_000_000;
    private static final long LONGEST_HURRIED_SLEEP_NANOS = 100_000;

    /** Between two looks at the clock. */
    private static final int SPINS = 16;

    private final Srcu domain;
    private volatile long hurried;

    private volatile @Nullable Thread sleeper;

    /** When the grace period that now runs was begun; one that was given up goes on. */
    private long began;

    private long waitedBefore;
    private long sequence;
    private long nextReport;
    private volatile long longest;
    private final AtomicLong stalls = new AtomicLong();

    Patience(Srcu domain) {
        this.domain = domain;
    }

    /** A grace period begins, or goes on after it was given up. */
    void begin(long begun) {
        long now = System.nanoTime();
        if (sequence != begun) {
            sequence = begun;
            waitedBefore = 0;
            nextReport = domain.stallNanos();
        }
        began = now - waitedBefore; // the time in which nobody waited does not count
    }

    /** It ends, or is given up. */
    void end() {
        waitedBefore = System.nanoTime() - began;
        longest = Math.max(longest, waitedBefore);
    }

    void hurryUntil(long needed) {
        // Two that race may leave the smaller number: the larger one's caller is only slower.
        if (hurried < needed) {
            hurried = needed;
        }
        wake();
    }

    /** A reader has left, or there is a reason to hurry. */
    void wake() {
        LockSupport.unpark(sleeper);
    }

    private boolean isHurried() {
        return hurried > sequence;
    }

    /**
     * Waits until {@code quiet} says so.
     *
     * @param held whom to name in a report
     * @return false when the caller's time is up
     */
    boolean await(BooleanSupplier quiet, Supplier<List<StallReport.Holder>> held, Wait wait)
            throws InterruptedException {
        long start = System.nanoTime();
        long waited;
        do {
            for (int i = 0; i < SPINS; i++) {
                if (quiet.getAsBoolean()) {
                    return true;
                }
                Thread.onSpinWait();
            }
            waited = System.nanoTime() - start;
        } while (waited < AWAKE_NANOS);
        sleeper = Thread.currentThread();
        try {
            while (!quiet.getAsBoolean()) {
                if (!wait.park(domain, sleep(waited))) {
                    return quiet.getAsBoolean();
                }
                waited = System.nanoTime() - start;
                reportStall(held);
            }
            return true;
        } finally {
            sleeper = null;
        }
    }

    private long sleep(long waited) {
        long most = isHurried() ? LONGEST_HURRIED_SLEEP_NANOS : LONGEST_SLEEP_NANOS;
        return Math.clamp(waited / PART, SHORTEST_SLEEP_NANOS, most);
    }

    private void reportStall(Supplier<List<StallReport.Holder>> held) {
        long waited = System.nanoTime() - began;
        if (waited >= nextReport) {
            stalls.incrementAndGet();
            nextReport = waited * 2;
            domain.reportStall(waited, held);
        }
    }

    /** Whether a grace period has waited for so long that it sleeps; a hint. */
    boolean isAsleep() {
        return sleeper != null;
    }

    long longestNanos() {
        return longest;
    }

    long stalls() {
        return stalls.get();
    }
}
