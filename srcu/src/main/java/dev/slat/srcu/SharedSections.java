package dev.slat.srcu;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Sections that no cell holds: of virtual threads, nested ones, and those that another thread ends.
 * Counted by atomic adds, in stripes, in two banks.
 *
 * <h2>Why there is no summing</h2>
 *
 * The kernel (kernel/rcu/srcutree.c) counts entries and exits apart and sums both over all
 * processors, because a section may leave on another processor than it came on. Here the section
 * knows its stripe and its bank. So each count is exact, and each stripe is drained by itself: once
 * its count was seen at 0, all the sections that it had at the heavy barrier have ended.
 *
 * <h2>Why two banks</h2>
 *
 * So that newcomers do not keep a grace period waiting. A reader may load the bank's number, stall,
 * and count itself in a bank that earlier grace periods have left: so both banks are drained. The
 * one that is not current is first, because hardly anybody enters it; then the flip sends newcomers
 * there, so that the other one runs dry however many they are.
 */
final class SharedSections {
    /** A power of two: more than enough for the threads that can run at once. */
    static final int STRIPES =
            Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1) * 2;

    /** Longs in a stripe: the counts of bank 0 and 1, then padding. */
    private static final int STRIDE = 16;

    private final Srcu domain;
    private final AtomicLongArray open = new AtomicLongArray((STRIPES + 1) * STRIDE);
    private volatile int bank;

    SharedSections(Srcu domain) {
        this.domain = domain;
    }

    /** Begins a section. The result is its ticket. */
    int enter() {
        int ticket = stripe() + bank;
        open.getAndIncrement(ticket);
        if (Barrier.READERS_FENCE) {
            VarHandle.fullFence(); // count before data; pairs with Barrier.heavy in GracePeriods
        }
        if (domain.isClosed()) {
            leave(ticket);
            throw new SrcuException.Closed(domain.name());
        }
        return ticket;
    }

    /** Ends a section: what was read inside comes before. Pairs with {@link #open(int, int)}. */
    void leave(long ticket) {
        open.getAndDecrement((int) ticket);
    }

    Srcu domain() {
        return domain;
    }

    private static int stripe() {
        long id = Thread.currentThread().threadId();
        return index((int) (id ^ (id >>> 16)) & (STRIPES - 1));
    }

    /** The first STRIDE longs keep the array's header off the counts' lines. */
    private static int index(int stripe) {
        return (stripe + 1) * STRIDE;
    }

    /** Open sections of a stripe. If none, what was done inside comes before what comes next. */
    long open(int stripe, int bank) {
        return open.get(index(stripe) + bank);
    }

    /** Open sections of a bank; for reports. */
    long open(int bank) {
        long sum = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            sum += open(stripe, bank);
        }
        return sum;
    }

    /** Open sections; for reports. */
    long open() {
        return open(0) + open(1);
    }

    int idleBank() {
        return 1 - bank;
    }

    /** New sections go to the other bank. Only the thread that runs the grace period. */
    void flip() {
        // Only so that newcomers do not keep an updater waiting: what makes the two drains safe is
        // the heavy barrier before them.
        bank = idleBank();
    }
}
