package dev.slat.memory.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many of a group of pages are not plain, and how many are exactly read-only: what a fault
 * looks at to answer with a large leaf, in one load.
 *
 * <p>Ordering: a page is counted as lost before its state says so and as won after it, so a tally
 * that says "all" is never early. It may be late when a page is lost at the same time; that happens
 * only between a notifier's start and end, and whoever asked makes no leaf then that has the page.
 */
final class Tally {
    private static final long NOT_PLAIN = 1;
    private static final long READ_ONLY = 1L << 32;
    private static final long LOW = READ_ONLY - 1;

    private static final VarHandle COUNTS;

    static {
        try {
            COUNTS = MethodHandles.lookup().findVarHandle(Tally.class, "counts", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("FieldMayBeFinal") // written through COUNTS
    private long counts;

    private Tally(long counts) {
        this.counts = counts;
    }

    /** Of pages that are all in one state. */
    static Tally of(int state, long pages) {
        return new Tally(pages * weight(state));
    }

    private static long weight(int state) {
        return (PageState.isPlain(state) ? 0 : NOT_PLAIN)
                + (PageState.isReadOnly(state) ? READ_ONLY : 0);
    }

    boolean allPlain() {
        return ((long) COUNTS.getAcquire(this) & LOW) == 0;
    }

    boolean allReadOnly(long pages) {
        return (long) COUNTS.getAcquire(this) >>> 32 == pages;
    }

    /** Before a page's state changes: what it loses. */
    void lose(int from, int to) {
        add(
                (PageState.isPlain(from) && !PageState.isPlain(to) ? NOT_PLAIN : 0)
                        - (PageState.isReadOnly(from) && !PageState.isReadOnly(to)
                                ? READ_ONLY
                                : 0));
    }

    /** After a page's state has changed: what it wins. */
    void win(int from, int to) {
        add(
                (!PageState.isReadOnly(from) && PageState.isReadOnly(to) ? READ_ONLY : 0)
                        - (!PageState.isPlain(from) && PageState.isPlain(to) ? NOT_PLAIN : 0));
    }

    private void add(long delta) {
        if (delta != 0) {
            long ignored = (long) COUNTS.getAndAdd(this, delta);
        }
    }
}
