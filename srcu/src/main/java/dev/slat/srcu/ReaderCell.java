package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The word by which a reader says that it is inside: 0 outside, else the mark that it found beside
 * the word when it entered. An updater that has seen a mark puts the next one there and waits until
 * the word is not the old one: that section has then ended, whatever the reader does now. To enter,
 * the reader looks at nothing that others often write, and computes nothing from what it has just
 * stored, which some processors hand back only after five cycles.
 *
 * <p>The cell holds one section at a time. One that begins while the cell is taken (inside another,
 * or overlapping it) is counted among the {@link SharedSections} instead, so that each protects by
 * itself and they may end in any order.
 *
 * <p>Alone on its cache lines, because its owner writes it at every entry.
 */
@SuppressWarnings("unused") // the padding
abstract sealed class ReaderCell extends Padding permits Reader, ThreadCell {
    private static final long OUTSIDE = 0;

    /** Nobody is inside, and nobody may enter by this cell. */
    private static final long CLOSED = -1;

    private static final VarHandle CELL = Fields.find(MethodHandles.lookup(), "cell", long.class);
    private static final VarHandle MARK = Fields.find(MethodHandles.lookup(), "mark", long.class);

    private long cell;

    /** What the next section stores. Written by the updater that runs a grace period. */
    private long mark = 1;

    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14;

    /** Where it stands in its domain's registry, which guards it. */
    int index;

    static boolean isInside(long value) {
        return value > OUTSIDE;
    }

    /** Owner: begins a section. Made in one place, so that compiled code does not allocate it. */
    final Section enter(Srcu domain) {
        long ticket;
        SharedSections shared = null;
        if (isFree()) {
            ticket = begin();
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

    /** Owner: ends the section that the cell holds; the ticket is what {@link #begin} returned. */
    private void leave(long ticket) {
        end(OUTSIDE);
        wakeUpdaterIfWaitedFor(ticket);
    }

    /** Owner: ends the section that the cell holds. */
    final void leave() {
        leave(cell);
    }

    /**
     * Owner: ends the section that the cell holds and begins the next, if an updater has seen it.
     */
    final void renew() {
        long ticket = cell;
        long next = mark();
        if (next != ticket) {
            end(next); // one store that ends and begins
            fenceIfReadersDo();
            wakeUpdaterIfWaitedFor(ticket);
        }
    }

    /**
     * An updater that has seen a section has put a new mark. Only a hint: no fence is between the
     * exit and this look, so it may be missed, and the updater then wakes by itself.
     */
    private void wakeUpdaterIfWaitedFor(long ticket) {
        if (mark() != ticket) {
            domain().gracePeriods().patience().wake();
        }
    }

    /** Owner: no section is in the cell, and one may begin. */
    final boolean isFree() {
        return cell == OUTSIDE;
    }

    /** Owner: closed for good. */
    final boolean isShut() {
        return cell == CLOSED;
    }

    /** Owner: exactly; others: a hint, but one that orders as {@link #getAcquire} does. */
    final boolean isTaken() {
        return isInside(getAcquire());
    }

    private long mark() {
        return (long) MARK.getOpaque(this);
    }

    /**
     * Owner: what it reads after this is protected. The opaque store stays in program order with
     * what follows, on HotSpot (see {@link Barrier}).
     */
    final long begin() {
        long ticket = mark();
        CELL.setOpaque(this, ticket);
        fenceIfReadersDo();
        return ticket;
    }

    private static void fenceIfReadersDo() {
        if (Barrier.READERS_FENCE) {
            VarHandle.fullFence(); // cell before data; pairs with Barrier.heavy in GracePeriods
        }
    }

    /** Owner: nobody may enter by this cell from now on. */
    final void shut() {
        end(CLOSED);
    }

    /** What was read before this was protected. Pairs with {@link #getAcquire}. */
    private void end(long next) {
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

    /**
     * The updater that runs a grace period: has later sections store another mark than this. The
     * owner may begin some more with the old one before it sees the new one; those are waited for
     * as well.
     */
    final void tellApartFrom(long value) {
        if (mark() == value) {
            MARK.setOpaque(this, value + 1);
        }
    }

    /** The domain that it belongs to. */
    abstract Srcu domain();

    /** Throws if this cell was closed by its owner. */
    abstract void requireUsable();

    /** Who it is, for a report. */
    abstract StallReport.Holder holder();
}
