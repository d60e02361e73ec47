package dev.slat.torture.memory;

import dev.slat.torture.run.Findings;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The host memory of one life of a slot, behind user addresses of the {@link TortureSpace}: what
 * may be done to its pages while the guest uses them.
 *
 * <p>Threads: what changes pages holds the monitor; the rest any.
 */
abstract class Life {
    final long number;
    final int slot;
    final int pages;

    /** The first of its user addresses. */
    final long userAddress;

    private final AtomicInteger retained = new AtomicInteger();
    private boolean over;
    private volatile boolean leaving;

    Life(long number, int slot, int pages, long userAddress) {
        this.number = number;
        this.slot = slot;
        this.pages = pages;
        this.userAddress = userAddress;
    }

    final long bytes() {
        return pages * Layout.PAGE;
    }

    /** A slot names it. */
    final void retain() {
        retained.incrementAndGet();
    }

    /** A slot does no more. */
    final void release() {
        retained.decrementAndGet();
    }

    /** Slots that name it. */
    final int retained() {
        return retained.get();
    }

    /** Whether its memory is about to be freed; its pages change no more. */
    final synchronized boolean isOver() {
        return over;
    }

    /** From now on its pages change no more. */
    final synchronized void end() {
        over = true;
    }

    /** Its slot is about to be taken away from where it is, or no longer: see {@link PageMover}. */
    final void setLeaving(boolean now) {
        leaving = now;
    }

    final boolean isLeaving() {
        return leaving;
    }

    /** What {@code HostSpace.resolve} answers for one of its user addresses. */
    abstract long resolve(long address, boolean write);

    /**
     * Another host page for a page, whatever is being done with it: with the same contents, or with
     * those of the beginning. Nothing once it is over.
     */
    abstract void replace(int page, boolean keepsContents, TortureSpace space);

    /** Nobody may use it any more: its pages rest, poisoned, until it is freed; false if not. */
    abstract boolean poison();

    /** Unmaps it; looks whether a poisoned page was written. */
    abstract void free(Findings findings);
}
