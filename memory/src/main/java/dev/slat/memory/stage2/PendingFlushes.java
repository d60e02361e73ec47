package dev.slat.memory.stage2;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which changes of stage 2 the harts have not been flushed of yet: KVM's {@code tlbs_dirty}.
 *
 * <p>A change is made under the write side of {@code mmuLock} and flushed after it. Whoever finds
 * nothing to change in between must not go on without a flush of its own: what it looked for may
 * have been there a moment ago, and harts may still use it.
 *
 * <p>Threads: {@link #begin} under the write side of {@code mmuLock}; {@link #run} without it.
 */
final class PendingFlushes {
    private final Runnable flush;

    /** Flushes that are due and have not ended. Goes up under mmuLock. */
    private final AtomicInteger due = new AtomicInteger();

    PendingFlushes(Runnable flush) {
        this.flush = flush;
    }

    /** Whether the caller must call {@link #run}, once. */
    boolean begin(boolean changed) {
        if (!changed && due.get() == 0) {
            return false;
        }
        due.incrementAndGet();
        return true;
    }

    /** Returns when no hart can use a translation that it cached before {@link #begin}. */
    void run() {
        try {
            flush.run();
        } finally {
            due.decrementAndGet();
        }
    }
}
