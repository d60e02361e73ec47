package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The word by which a reader says that it is inside: odd inside a section, even outside, and
 * greater by one with each step. So an updater that has seen an odd value waits until it sees
 * another: that section has then ended, whatever the reader does now. To enter, the reader looks at
 * nothing that others write.
 *
 * <p>The cell holds one section at a time. One that begins while the cell is taken (inside another,
 * or overlapping it) is counted among the {@link SharedSections} instead, so that each protects by
 * itself and they may end in any order.
 *
 * <p>Alone on its cache lines, because its owner writes it at every entry. 63 bits do not wrap: at
 * a section a nanosecond they last 146 years.
 */
@SuppressWarnings("unused") // the padding
abstract sealed class ReaderCell extends Padding permits Reader, ThreadCell {
    /** Nobody is inside, and nobody may enter by this cell. Odd, to send those off who try. */
    static final long CLOSED = -1;

    private static final VarHandle CELL = Fields.find(MethodHandles.lookup(), "cell", long.class);
    private static final VarHandle ASKED =
            Fields.find(MethodHandles.lookup(), "asked", boolean.class);

    private long cell;

    /** An updater sleeps until the section ends: hardly ever written, so a look finds it cached. */
    private boolean asked;

    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14;

    /** Where it stands in its domain's registry, which guards it. */
    int index;

    static boolean isInside(long value) {
        return (value & 1) != 0 && value != CLOSED;
    }

    /** Owner: begins a section. Made in one place, so that compiled code does not allocate it. */
    final Section enter(Srcu domain) {
        long ticket = cell;
        SharedSections shared = null;
        if ((ticket & 1) == 0) {
            begin(ticket + 1);
        } else {
            requireUsable();
            shared = domain.sharedSections();
            ticket = shared.enter();
        }
        try {
            return new Section(this, shared, ticket);
        } catch (Throwable e) { // no memory: nobody could ever leave
            leave(shared, ticket);
            throw e;
        }
    }

    /** Ends the section that got this ticket from {@code shared}, or from this cell if null. */
    final void leave(@Nullable SharedSections shared, long ticket) {
        if (shared == null) {
            leave(ticket);
        } else {
            shared.leave(ticket);
        }
    }

    /** The ticket is the value of the cell before {@link #enter}. */
    final void leave(long ticket) {
        end(ticket + 2);
        // A hint: no fence is between, so it may be missed, and the updater then wakes by itself.
        if (asked) {
            wakeUpdater();
        }
    }

    private void wakeUpdater() {
        ASKED.setOpaque(this, false);
        domain().gracePeriods().patience().wake();
    }

    /** Updater: asks to be woken when the section ends. */
    final void askToWake() {
        ASKED.setOpaque(this, true);
    }

    /** Owner: its own value. */
    final long own() {
        return cell;
    }

    /**
     * Owner: what it reads after this is protected. The opaque store stays in program order with
     * what follows, on HotSpot (see {@link Barrier}).
     */
    final void begin(long odd) {
        CELL.setOpaque(this, odd);
        if (Barrier.READERS_FENCE) {
            VarHandle.fullFence(); // cell before data; pairs with Barrier.heavy in GracePeriods
        }
    }

    /** What was read before this was protected. Pairs with {@link #getAcquire}. */
    final void end(long next) {
        CELL.setRelease(this, next);
    }

    /**
     * Updater: if this is not the value of a section that it has seen, what was done in that
     * section comes before what the caller does next. Also if it is the value of a later section,
     * which was stored without release: a store after a release store to the same word carries its
     * order on (on x86 all stores do; on AArch64 by its rule po;[L];coi).
     */
    final long getAcquire() {
        return (long) CELL.getAcquire(this);
    }

    /** The domain that it belongs to. */
    abstract Srcu domain();

    /** Throws if this cell was closed by its owner. */
    abstract void requireUsable();

    /** Who it is, for a report. */
    abstract StallReport.Holder holder();
}
