package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How a grace period waits for a reader: awake for a while, because most sections are short; then
 * asleep, for a part of the time that it has waited already, until a reader that leaves wakes it.
 *
 * <p>A sleep is never endless: a reader may miss the request to wake us (its look at it and its
 * exit are not one step, and no fence is between), and a wait that takes too long must be reported.
 *
 * <p>All but {@link #wake} and {@link #hurryUntil}: only the thread that runs the grace period.
 */
final class Patience {
    /** As long as a sleep and a wake-up cost: awake for longer, we would lose by it. */
    private static final long AWAKE_NANOS = 30_000;

    private static final long SHORTEST_SLEEP_NANOS = 20_000;
    private static final long LONGEST_SLEEP_NANOS = 10_000_000;
    private static final long LONGEST_HURRIED_SLEEP_NANOS = 100_000;

    /** Between two looks at the clock. */
    private static final int SPINS = 16;

    private static final VarHandle SLEEPER =
            Fields.find(MethodHandles.lookup(), "sleeper", Thread.class);

    private final Srcu domain;
    private volatile long hurried;

    @SuppressWarnings("UnusedVariable") // read and written through SLEEPER
    private @Nullable Thread sleeper;

    /** When the grace period that now runs was begun first. */
    private long began;

    private boolean running;
    private long sequence;
    private long nextReport;
    private volatile long longest;
    private final AtomicLong stalls = new AtomicLong();

    Patience(Srcu domain) {
        this.domain = domain;
    }

    /** A grace period begins, or begins again after it was given up. */
    void begin(long begun) {
        sequence = begun;
        if (!running) {
            running = true;
            began = System.nanoTime();
            nextReport = domain.stallNanos();
        }
    }

    void end() {
        running = false;
        longest = Math.max(longest, System.nanoTime() - began);
    }

    void hurryUntil(long needed) {
        // Two that race may leave the smaller number: the larger one's caller is only slower.
        if (hurried < needed) {
            hurried = needed;
        }
        wake();
    }

    private boolean isHurried() {
        return hurried > sequence;
    }

    /**
     * Waits until {@code quiet} says so.
     *
     * @param askToWake asks the reader to call {@link #wake}
     * @return false when the caller's time is up
     */
    boolean await(BooleanSupplier quiet, Runnable askToWake, Wait wait)
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
        SLEEPER.setVolatile(this, Thread.currentThread());
        try {
            while (!quiet.getAsBoolean()) {
                askToWake.run();
                if (!wait.park(domain, sleep(waited))) {
                    return quiet.getAsBoolean();
                }
                waited = System.nanoTime() - start;
                reportStall();
            }
            return true;
        } finally {
            SLEEPER.setVolatile(this, null);
        }
    }

    private long sleep(long waited) {
        long most = isHurried() ? LONGEST_HURRIED_SLEEP_NANOS : LONGEST_SLEEP_NANOS;
        return Math.clamp(waited / 4, SHORTEST_SLEEP_NANOS, most);
    }

    private void reportStall() {
        long waited = System.nanoTime() - began;
        if (waited >= nextReport) {
            stalls.incrementAndGet();
            nextReport = waited * 2;
            domain.reportStall(waited);
        }
    }

    /** A reader has left. */
    void wake() {
        Thread thread = (Thread) SLEEPER.getOpaque(this);
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    long longestNanos() {
        return longest;
    }

    long stalls() {
        return stalls.get();
    }
}
