package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;

/**
 * Counts the open sections of a thread, or of some threads, in two banks. A section leaves by the
 * stripe and the bank by which it came, so each of the two counts is exact by itself: at 0, nobody
 * is inside.
 *
 * <p>An owned stripe belongs to one platform thread, which alone counts in it: a load and a store,
 * no atomic add. A shared one is for everybody else, by atomic adds.
 *
 * <p>The sign bit of a count asks whoever leaves to wake an updater, as in {@link ReaderCell}.
 */
@SuppressWarnings("unused") // the padding
final class Stripe extends Padding {
    /** No thread has this id: the stripe is shared. */
    private static final long SHARED = 0;

    private static final long LOOK = ReaderCell.LOOK;

    private static final VarHandle OPEN0;
    private static final VarHandle OPEN1;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        OPEN0 = Fields.find(lookup, "open0", long.class);
        OPEN1 = Fields.find(lookup, "open1", long.class);
    }

    private long open0;
    private long open1;

    /**
     * Written under the monitor of {@link StripeTable}, by the thread with this id. So the plain
     * read that compares it with the reader's own id is exact.
     */
    private long owner;

    private @Nullable WeakReference<Thread> thread;
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14;

    /** A shared stripe. */
    Stripe() {}

    /** A stripe of the calling thread. */
    Stripe(Thread owner) {
        take(owner);
    }

    boolean isOwnedBy(long id) {
        return owner == id;
    }

    boolean isShared() {
        return owner == SHARED;
    }

    /** Its place in a table of a power of two. */
    int place(int places) {
        return (int) owner & (places - 1);
    }

    /** The thread that owns it; null for a shared stripe and when the thread is gone. */
    @Nullable Thread thread() {
        return thread == null ? null : thread.get();
    }

    /**
     * Gives it to the calling thread. Its owner must have ended: what that thread counted happened
     * before {@link Thread#isAlive} said so.
     */
    void take(Thread caller) {
        thread = new WeakReference<>(caller);
        owner = caller.threadId();
    }

    boolean isAbandoned() {
        Thread of = thread();
        return !isShared() && (of == null || !of.isAlive());
    }

    // Each branch names its handle, because one that an expression chooses is no constant to the
    // compiler; and 0 and 1 have branches of their own, so that the next count does not wait for
    // the last one to come back from the store buffer.

    void enterOwned(int bank) {
        if (bank == 0) {
            long open = (long) OPEN0.getOpaque(this);
            if (open == 0) {
                OPEN0.setOpaque(this, 1L);
            } else {
                OPEN0.setOpaque(this, open + 1);
            }
        } else {
            long open = (long) OPEN1.getOpaque(this);
            if (open == 0) {
                OPEN1.setOpaque(this, 1L);
            } else {
                OPEN1.setOpaque(this, open + 1);
            }
        }
    }

    /** Returns whether an updater asks to be woken. Release: what was read inside comes before. */
    boolean exitOwned(int bank) {
        if (bank == 0) {
            long open = (long) OPEN0.getOpaque(this);
            if (open == 1) {
                OPEN0.setRelease(this, 0L);
                return false;
            }
            OPEN0.setRelease(this, open == (1 | LOOK) ? 0 : open - 1);
            return open < 0;
        }
        long open = (long) OPEN1.getOpaque(this);
        if (open == 1) {
            OPEN1.setRelease(this, 0L);
            return false;
        }
        OPEN1.setRelease(this, open == (1 | LOOK) ? 0 : open - 1);
        return open < 0;
    }

    void enterShared(int bank) {
        if (bank == 0) {
            var _ = (long) OPEN0.getAndAdd(this, 1L);
        } else {
            var _ = (long) OPEN1.getAndAdd(this, 1L);
        }
    }

    /** Returns whether an updater asks to be woken. */
    boolean exitShared(int bank) {
        return (bank == 0 ? (long) OPEN0.getAndAdd(this, -1L) : (long) OPEN1.getAndAdd(this, -1L))
                < 0;
    }

    /** Open sections of a bank. If none, what was done inside comes before what the caller does. */
    long open(int bank) {
        return (bank == 0 ? (long) OPEN0.getAcquire(this) : (long) OPEN1.getAcquire(this)) & ~LOOK;
    }

    /** Open sections of both banks. Exact for the owner. */
    long open() {
        return open(0) + open(1);
    }

    /**
     * Updater: asks the readers of a bank to wake it when they leave. A hint: an owner that counts
     * just now may overwrite it.
     */
    void askToWake(int bank) {
        VarHandle count = bank == 0 ? OPEN0 : OPEN1;
        long open = (long) count.getVolatile(this);
        if (open > 0) {
            count.compareAndSet(this, open, open | LOOK);
        }
    }

    /** Updater: need not be woken any more. An owned count forgets it at 0. */
    void stopAsking(int bank) {
        if (isShared()) {
            var _ = (long) (bank == 0 ? OPEN0 : OPEN1).getAndBitwiseAnd(this, ~LOOK);
        }
    }
}
