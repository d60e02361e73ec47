package dev.slat.srcu;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a caller is ready to wait, and whether an interrupt ends it. One object for one call, on
 * the caller's thread.
 *
 * <p>A wait without end keeps an interrupt for its caller.
 */
final class Wait implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final boolean interruptible;
    private final long deadline;
    private boolean interrupted;

    private Wait(boolean interruptible, long deadline) {
        this.interruptible = interruptible;
        this.deadline = deadline;
    }

    static Wait endless() {
        return new Wait(false, NEVER);
    }

    static Wait interruptible() {
        return new Wait(true, NEVER);
    }

    /** Interruptible, and at most so long. */
    static Wait atMost(long nanos) {
        return new Wait(true, System.nanoTime() + Math.min(nanos, NEVER >> 1));
    }

    /** Not interruptible, and at most so long. */
    static Wait uninterruptible(long nanos) {
        return new Wait(false, System.nanoTime() + Math.min(nanos, NEVER >> 1));
    }

    private long left() {
        return deadline == NEVER ? NEVER : deadline - System.nanoTime();
    }

    boolean isOver() {
        return left() <= 0;
    }

    /** Takes the lock, or returns false when time is up. */
    boolean lock(Lock lock) throws InterruptedException {
        if (!interruptible) {
            lock.lock();
            return true;
        }
        if (deadline == NEVER) {
            lock.lockInterruptibly();
            return true;
        }
        return lock.tryLock(left(), TimeUnit.NANOSECONDS);
    }

    /** Waits for a signal, which may be a false one. Returns false when time is up. */
    boolean await(Condition condition) throws InterruptedException {
        return await(condition, NEVER);
    }

    /** As {@link #await(Condition)}; comes back after {@code nanos} without a signal. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    boolean await(Condition condition, long nanos) throws InterruptedException {
        try {
            var _ = condition.awaitNanos(Math.min(nanos, left()));
        } catch (InterruptedException e) {
            if (interruptible) {
                throw e;
            }
            interrupted = true;
        }
        return !isOver();
    }

    /** Sleeps for at most {@code nanos}, or until woken. Returns false when time is up. */
    boolean park(Object blocker, long nanos) throws InterruptedException {
        LockSupport.parkNanos(blocker, Math.min(nanos, left()));
        if (Thread.interrupted()) {
            if (interruptible) {
                throw new InterruptedException();
            }
            interrupted = true; // cleared, or the next park would not sleep
        }
        return !isOver();
    }

    /** Gives back an interrupt that came in between. */
    @Override
    public void close() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
