package dev.slat.srcu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The word by which a registered reader says that it is inside: 0, or the domain's epoch when it
 * entered. Alone on its cache lines, because its owner writes it at every entry.
 *
 * <p>The sign bit asks the owner to look closer when it leaves: its section is nested, or an
 * updater sleeps until it is over. So the way out makes one test for both.
 */
@SuppressWarnings("unused") // the padding
class ReaderCell extends Padding {
    /** Set in the cell: leave by the slow way. */
    static final long LOOK = Long.MIN_VALUE;

    /** In the cell of a reader that was closed: not inside, and not to be entered. */
    static final long CLOSED = LOOK;

    private static final VarHandle CELL = Fields.find(MethodHandles.lookup(), "cell", long.class);

    private long cell;
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14;

    /** Owner: what it wrote, perhaps with {@link #LOOK} added by an updater. */
    final long own() {
        return (long) CELL.getOpaque(this);
    }

    /** Owner: in program order with what follows, on HotSpot (see {@link Barrier}). */
    final void setOpaque(long value) {
        CELL.setOpaque(this, value);
    }

    /** Owner: what it read in the section comes before. Pairs with {@link #isPast}. */
    final void setRelease(long value) {
        CELL.setRelease(this, value);
    }

    /** Whether no section is open; exact for the owner. */
    final boolean isOutside() {
        return ((long) CELL.getAcquire(this) & ~LOOK) == 0;
    }

    /**
     * Updater: whether no section is open that began in epoch {@code old} or before. If so, what
     * was done inside comes before what the caller does next.
     */
    final boolean isPast(long old) {
        long epoch = (long) CELL.getAcquire(this) & ~LOOK;
        return epoch == 0 || epoch > old;
    }

    /**
     * Updater: asks the owner to wake whoever waits when it leaves. A hint: an owner that is
     * leaving just now may miss it.
     */
    final void askToWake() {
        long value = own();
        if (value > 0) {
            CELL.compareAndSet(this, value, value | LOOK);
        }
    }
}
