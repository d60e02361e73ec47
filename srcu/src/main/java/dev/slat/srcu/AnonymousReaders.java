package dev.slat.srcu;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Read sections of threads that hold no {@link Reader}: striped counts of entries and of exits in
 * two banks, as Linux's tree SRCU keeps them (kernel/rcu/srcutree.c describes the algorithm).
 *
 * <p>Entries and exits are counted apart, and exits are summed first: an exit that was counted
 * implies that its entry is counted too, so equal sums mean a moment at which nobody was inside.
 * One signed counter could miss an entry on one stripe, see its exit on another, and cancel a third
 * reader.
 *
 * <p>Both banks are drained, the one that is not current first: a reader may load the bank number,
 * stall, and count itself in a bank that an earlier grace period has left.
 */
final class AnonymousReaders {
    private static final int STRIPES =
            Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1) * 2;

    /** Longs in a stripe: entries of bank 0 and 1, exits of bank 0 and 1, then padding. */
    private static final int STRIDE = 16;

    private static final int EXITS = 2;

    private final AtomicLongArray counts = new AtomicLongArray((STRIPES + 1) * STRIDE);
    private volatile int bank;

    int enter() {
        int entered = bank;
        // (B): the entry is counted before anything is read inside. Pairs with A; where the updater
        // has membarrier, its heavy barrier stands in for the fence.
        counts.getAndIncrement(stripe() + entered);
        if (Barrier.READERS_FENCE) {
            VarHandle.fullFence();
        }
        return entered;
    }

    void exit(int entered) {
        // (C): all that was read inside comes before the exit is counted.
        counts.getAndIncrement(stripe() + EXITS + entered);
        if (Barrier.READERS_FENCE) {
            VarHandle.fullFence(); // counted before the waiter is read; pairs with GracePeriods
        }
    }

    private static int stripe() {
        long id = Thread.currentThread().threadId();
        // The first STRIDE longs keep the array's header off the counters' lines.
        return (((int) (id ^ (id >>> 16)) & (STRIPES - 1)) + 1) * STRIDE;
    }

    /** Whether nobody is inside who entered through {@code which}; may miss a later entry. */
    boolean isDrained(int which) {
        long exits = 0;
        for (int i = 1; i <= STRIPES; i++) {
            exits += counts.get(i * STRIDE + EXITS + which);
        }
        VarHandle.fullFence(); // (A) pairs with B: exits are summed before entries
        long entries = 0;
        for (int i = 1; i <= STRIPES; i++) {
            entries += counts.get(i * STRIDE + which);
        }
        return entries == exits;
    }

    int idleBank() {
        return 1 - bank;
    }

    /** New readers go to the other bank; only the thread that runs the grace period flips. */
    void flip() {
        VarHandle.fullFence(); // (E) the drain of the idle bank comes before the flip
        int other = idleBank();
        bank = other;
        VarHandle.fullFence(); // (D) the flip comes before the drain of the bank it left
    }
}
