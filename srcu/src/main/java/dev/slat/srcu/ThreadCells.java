package dev.slat.srcu;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The cells of threads that enter without a reader: one for each thread and domain, found by the
 * thread's id.
 *
 * <p>One table for the whole process, at an address that compiled code knows: each step from a
 * pointer to the next would cost a reader half a nanosecond. A pair of thread and domain has one
 * place in it, and claims it once. If a living thread stands there already, the newcomer gets
 * nobody's cell, and its sections are counted among the {@link SharedSections}, which is slower and
 * just as right. The cell of a thread that has ended makes room.
 *
 * <p>Virtual threads come by the hundred thousand and own nothing.
 */
final class ThreadCells {
    /** 32 KiB; a hundred threads in one domain, started one after another, never collide. */
    private static final int PLACES = 1 << 13;

    private static final ThreadCell[] TABLE = new ThreadCell[PLACES];

    static {
        Arrays.fill(TABLE, ThreadCell.NOBODY);
    }

    /** Bits of a key that are the thread's id: ids are given in sequence, and never again. */
    private static final int ID_BITS = 40;

    /** Apart from each other in the table, coprime to its size. */
    private static final int BETWEEN_DOMAINS = 2531;

    private static final AtomicLong DOMAINS = new AtomicLong();

    private static final int FIRST_SWEEP = 64;

    private final Srcu domain;
    private final Registry registry;
    private final long number = DOMAINS.incrementAndGet();

    /** Guarded by the table. */
    private int sweepAt = FIRST_SWEEP;

    ThreadCells(Srcu domain, Registry registry) {
        this.domain = domain;
        this.registry = registry;
    }

    /**
     * The domain's part of a key: add a thread's id. After 8 million domains no number is left that
     * fits, and later domains have no cells: nothing ever matches their keys.
     */
    long keys() {
        return hasKeys() ? number << ID_BITS : Long.MIN_VALUE;
    }

    private boolean hasKeys() {
        return number < 1L << (63 - ID_BITS);
    }

    /**
     * What stands at a place: perhaps another's cell. A stale answer is such a one too, because
     * only the thread itself puts its cell there.
     */
    static ThreadCell at(long key) {
        return TABLE[place(key)];
    }

    private static int place(long key) {
        return (int) (key + (key >>> ID_BITS) * BETWEEN_DOMAINS) & (PLACES - 1);
    }

    /** For a thread that has no cell at its place: one that it may enter by. */
    ThreadCell claim(Thread caller) {
        if (caller.isVirtual() || !hasKeys() || caller.threadId() >>> ID_BITS != 0) {
            return ThreadCell.NOBODY;
        }
        long key = keys() + caller.threadId();
        ThreadCell stands = at(key);
        if (stands != ThreadCell.NOBODY && !stands.isAbandoned()) {
            return ThreadCell.NOBODY; // no lock for one that collides, at each of its entries
        }
        synchronized (TABLE) {
            domain.requireOpen();
            ThreadCell there = at(key);
            if (there.isAbandoned()) {
                there.discard();
                there = ThreadCell.NOBODY;
            }
            if (there == ThreadCell.NOBODY) {
                sweepNowAndThen();
                ThreadCell fresh = new ThreadCell(key, caller, domain);
                TABLE[place(key)] = fresh;
                return fresh;
            }
            return ThreadCell.NOBODY;
        }
    }

    /**
     * Takes away the cells of threads that have ended, each time that the domain has twice as many
     * cells as the last time left: grace periods need not look at them for ever.
     */
    private void sweepNowAndThen() {
        ReaderCell[] cells = registry.cells();
        if (cells.length < sweepAt) {
            return;
        }
        int left = 0;
        for (ReaderCell cell : cells) {
            if (cell instanceof ThreadCell of && of.isAbandoned()) {
                of.discard();
                if (at(of.key()) == of) {
                    TABLE[place(of.key())] = ThreadCell.NOBODY;
                }
            } else {
                left++;
            }
        }
        sweepAt = Math.max(FIRST_SWEEP, 2 * left);
    }

    /** Whether a thread is inside a section by its cell. */
    boolean isInside(Thread thread) {
        long key = keys() + thread.threadId();
        ThreadCell there = at(key);
        return there.isOf(key) && there.isTaken();
    }

    /** Takes the domain's cells away: who enters from now on notices that it is closed. */
    void clear() {
        synchronized (TABLE) {
            for (int place = 0; place < PLACES; place++) {
                if (TABLE[place].isIn(domain)) {
                    TABLE[place] = ThreadCell.NOBODY;
                }
            }
        }
    }
}
