package dev.slat.srcu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The word by which a registered reader says that it is inside: 0, or the domain's epoch when it
 * entered. Padding on both sides keeps it alone on its cache lines (two of 64 bytes, because the
 * adjacent-line prefetcher pairs them): readers write it at every entry.
 */
@SuppressWarnings("unused") // the padding
class ReaderCell extends ReaderPadding {
    private static final VarHandle CELL;

    static {
        try {
            CELL = MethodHandles.lookup().findVarHandle(ReaderCell.class, "cell", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long cell;
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14;

    /** Reader: in program order with what follows, on HotSpot (see {@link Barrier}). */
    final void setOpaque(long epoch) {
        CELL.setOpaque(this, epoch);
    }

    /** Reader: what it read in the section comes before. Pairs with {@link #getAcquire}. */
    final void clearRelease() {
        CELL.setRelease(this, 0L);
    }

    /** Updater: what the reader did in the section comes before what the updater does next. */
    final long getAcquire() {
        return (long) CELL.getAcquire(this);
    }
}

/** The padding before the cell: a superclass's fields come first in an object. */
@SuppressWarnings("unused")
class ReaderPadding {
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14;
}
