package dev.slat.memory.stage2;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which host pages are going away now: KVM's {@code mmu_invalidate_seq}, {@code
 * mmu_invalidate_in_progress} and {@code mn_active_invalidate_count} (Linux, virt/kvm/kvm_main.c).
 *
 * <h2>The protocol</h2>
 *
 * A fault reads the sequence, finds the page without a lock (a pager may take seconds), takes
 * {@code mmuLock} and looks again. If an invalidation of the page is under way, what it found may
 * be the old page, so it tries again. If the sequence has moved, an invalidation has begun and
 * ended in between, so it tries again. An end moves the sequence first and takes itself off the
 * count second: a fault that sees no invalidation under way sees the new sequence.
 *
 * <p>Begin and end count only if a slot has memory in the range, so both must see the same slots:
 * {@link #publish} waits until no pair is open.
 */
final class Invalidations {
    // Written under the write side of mmuLock; the sequence is also read without it.

    private volatile long sequence;
    private volatile int underWay;

    /** The range of those under way; written before {@link #underWay}. */
    private volatile long start;

    private volatile long end;

    /** Inside every other lock. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition noneOpen = lock.newCondition();

    /** Pairs that are open, whatever they touch. Guarded by the lock. */
    private int open;

    /** Before the page is looked for. Pairs with {@link #end}. */
    long sequence() {
        return sequence;
    }

    /** Under mmuLock: whether what was found at {@code seen} may be an old page. */
    boolean isStale(long seen, long userAddress) {
        return sequence != seen || isUnderWay(userAddress);
    }

    /**
     * Without a lock, inside a read section: whether a page is going away, so that an access by the
     * host must not begin. If not, it may go on until the section ends: whoever takes a page away
     * begins here, and then waits for the sections that may not have seen it.
     */
    boolean isUnderWay(long userAddress) {
        return underWay > 0 && userAddress >= start && userAddress < end;
    }

    /**
     * Under mmuLock: whether a page is going away of the aligned block around an address. A leaf
     * for all of the block would be made after the start has taken those leaves away, and would
     * outlive the page.
     *
     * @param size of the block in bytes, a power of two
     */
    boolean isUnderWay(long userAddress, long size) {
        long block = userAddress & -size;
        return underWay > 0 && block < end && start < block + size;
    }

    /** Write side of mmuLock: pages of a slot are going away. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time, by mmuLock
    void begin(long from, long to) {
        if (underWay == 0) {
            start = from;
            end = to;
        } else { // one range that covers all: too wide is only slower
            start = Math.min(start, from);
            end = Math.max(end, to);
        }
        underWay++;
    }

    /** Write side of mmuLock: they have gone. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time, by mmuLock
    void end() {
        sequence++; // first; see above
        if (underWay == 0) {
            throw new IllegalStateException("an invalidation ended that had not begun");
        }
        underWay--;
    }

    /** A pair opens. */
    void open() {
        lock.lock();
        try {
            open++;
        } finally {
            lock.unlock();
        }
    }

    /** A pair closes. */
    void close() {
        lock.lock();
        try {
            if (--open == 0) {
                noneOpen.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Publishes slots at a moment when no pair is open. */
    void publish(Runnable store) {
        lock.lock();
        try {
            while (open > 0) {
                noneOpen.awaitUninterruptibly();
            }
            store.run();
        } finally {
            lock.unlock();
        }
    }
}
