package dev.slat.memory.host;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of every page of a mapping, and how it changes.
 *
 * <p>Threads: any, as below.
 */
final class PageStates {
    /*
     * The problem. Harts and devices resolve pages at any time, inside read sections, and must not
     * wait for a change of pages that itself waits for those sections. A change discards, protects,
     * replaces. And a fault changes pages too: it brings an absent one, and copies a shared one.
     *
     * Two kinds of change, then:
     *
     *   by a change (MappingChanges): under the mapping's change lock, between a notifier's start
     *   and end. Start has returned: nobody uses the pages. Whoever resolves one of them now drops
     *   the answer, because an invalidation is in progress (HostSpace.resolve says so). So a change
     *   may take anything away.
     *
     *   by a fault (PageFaults): inside a read section, without notice to anybody. So a fault only
     *   ever adds: a page becomes present, or writable, at the same hva with the same bytes.
     *   Translations that exist stay right. (A change waits for read sections; a fault that asked
     *   for one would wait for itself.)
     *
     * The two meet in pages that faults change, ABSENT and SHARED. There BUSY, won by compare and
     * set, says whose turn it is. Others that need the page wait on this object's monitor until it
     * is not BUSY. PLAIN and UNMAPPED pages are changed only by the holder of the change lock.
     *
     *                     fault: pager called, bytes in place
     *      ABSENT --------------------------------------------------> PLAIN
     *        ^  \---- fault: pager failed, back to ABSENT             |  |
     *        |                                                        |  |
     *        +---- change: evict, discard of a paged mapping ---------+  |
     *                                                                    |
     *                     fault for writing: copied, FOREIGN stays       |
     *      SHARED ---------------------------------------------------> PLAIN
     *        ^                                                           |
     *        +---- change: share (bytes equal a frame's), FOREIGN -------+
     *
     *      SHARED, ABSENT --change: discard, replace, evict--> PLAIN or ABSENT
     *      any --change: unmap--> UNMAPPED (for good)
     *      any --change: protect--> the same with another PageAccess; it is looked at before the
     *      pager is called or a page copied
     *
     * What breaks otherwise. Without BUSY, a page that is being filled would be discarded and
     * filled again from what the pager read before. If BUSY were taken before start returned,
     * a reader would wait for the change, and the change, in start, for the reader. If a fault
     * could take something away, a hart would go on with what it had.
     *
     * Who waits for whom: a change for faults, a fault for another fault of its page or for a
     * change between start's return and end; a fault at work waits for its pager alone. No cycle.
     *
     * FOREIGN pages lie in another kernel mapping, so that madvise(2) must not be used on them:
     * it would bring back the frame's bytes.
     *
     * A block of 512 pages in their first state has no bytes at all. Tallies: see Tally.
     */

    private static final VarHandle BLOCK = MethodHandles.arrayElementVarHandle(PageBlock[].class);

    private static final int BLOCK_SHIFT = 9;
    private static final int GIG_SHIFT = 18;
    private static final long GIG_PAGES = 1L << GIG_SHIFT;

    private final long pages;
    private final int initial;

    /** Acquire and release through BLOCK: a block is complete when it is seen. */
    private final @Nullable PageBlock[] blocks;

    private final Tally[] gigs;

    /** Faults at work on this mapping, or negative when it takes no more. Guarded by this. */
    private int working;

    private boolean closed;

    PageStates(long pages, int initial) {
        this.pages = pages;
        this.initial = initial;
        blocks = new PageBlock[(int) ((pages + PageBlock.PAGES - 1) >> BLOCK_SHIFT)];
        gigs = new Tally[(int) (pages >> GIG_SHIFT)];
        for (int i = 0; i < gigs.length; i++) {
            gigs[i] = Tally.of(initial, GIG_PAGES);
        }
    }

    int initial() {
        return initial;
    }

    private @Nullable PageBlock at(int index) {
        return (PageBlock) BLOCK.getAcquire(blocks, index);
    }

    int get(long page) {
        PageBlock block = at((int) (page >> BLOCK_SHIFT));
        return block == null ? initial : block.get((int) page & (PageBlock.PAGES - 1));
    }

    /** The largest leaf around a page that is plain (writable) or read-only (not). */
    int level(long page, boolean writable) {
        int index = (int) (page >> BLOCK_SHIFT);
        if (pages - ((long) index << BLOCK_SHIFT) < PageBlock.PAGES) {
            return HostPage.LEVEL_4K;
        }
        PageBlock block = at(index);
        if (block == null ? !writable : !all(block.tally, writable, PageBlock.PAGES)) {
            return HostPage.LEVEL_4K;
        }
        int gig = (int) (page >> GIG_SHIFT);
        return gig < gigs.length && all(gigs[gig], writable, GIG_PAGES)
                ? HostPage.LEVEL_1G
                : HostPage.LEVEL_2M;
    }

    private static boolean all(Tally tally, boolean writable, long pages) {
        return writable ? tally.allPlain() : tally.allReadOnly(pages);
    }

    private PageBlock block(long page) {
        int index = (int) (page >> BLOCK_SHIFT);
        PageBlock block = at(index);
        if (block == null) {
            PageBlock fresh = new PageBlock(initial);
            PageBlock other = (PageBlock) BLOCK.compareAndExchange(blocks, index, null, fresh);
            block = other == null ? fresh : other;
        }
        return block;
    }

    /** A new state for a page that is the caller's: claimed, or plain under the change lock. */
    void set(long page, int state) {
        int old = get(page);
        if (old == state) {
            return;
        }
        PageBlock block = block(page);
        Tally gig = page >> GIG_SHIFT < gigs.length ? gigs[(int) (page >> GIG_SHIFT)] : null;
        block.tally.lose(old, state);
        if (gig != null) {
            gig.lose(old, state);
        }
        block.set((int) page & (PageBlock.PAGES - 1), state);
        block.tally.win(old, state);
        if (gig != null) {
            gig.win(old, state);
        }
        if (PageState.has(old, PageState.BUSY)) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Takes a page that faults change, if it is still in {@code state}. */
    boolean claim(long page, int state) {
        // No tally changes: what faults change is neither plain nor read-only, busy or not.
        return block(page)
                .compareAndSet((int) page & (PageBlock.PAGES - 1), state, state | PageState.BUSY);
    }

    /** Returns when a page was seen not to be busy. */
    synchronized void awaitIdle(long page) {
        boolean interrupted = false;
        while (PageState.has(get(page), PageState.BUSY)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // the page cannot be left half done; the caller hears of it
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes every page of a range that faults change. For the holder of the change lock. */
    void claimRange(long first, long end) {
        for (long page = first; page < end; page = next(page, end)) {
            int state = get(page);
            while (PageState.isChangedByFaults(state)) {
                if (PageState.has(state, PageState.BUSY)) {
                    awaitIdle(page);
                } else if (claim(page, state)) {
                    break;
                }
                state = get(page);
            }
        }
    }

    /** Gives back what of a claimed range is still busy, in the state it has. */
    void releaseRange(long first, long end) {
        for (long page = first; page < end; page = next(page, end)) {
            int state = get(page);
            if (PageState.has(state, PageState.BUSY)) {
                set(page, state & ~PageState.BUSY);
            }
        }
    }

    /** The page after this one that may be in another than its first, plain state. */
    long next(long page, long end) {
        long next = page + 1;
        while (initial == PageState.PLAIN
                && next < end
                && (next & (PageBlock.PAGES - 1)) == 0
                && at((int) (next >> BLOCK_SHIFT)) == null) {
            next += PageBlock.PAGES;
        }
        return next;
    }

    /** A fault begins to change pages; false when the mapping is closed. */
    synchronized boolean begin() {
        if (closed) {
            return false;
        }
        working++;
        return true;
    }

    synchronized void end() {
        working--;
        notifyAll();
    }

    /** From now on no fault changes a page; returns when none is at work. */
    synchronized void close() {
        closed = true;
        boolean interrupted = false;
        while (working > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
