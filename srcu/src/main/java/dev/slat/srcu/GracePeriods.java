package dev.slat.srcu;

import dev.slat.srcu.internal.Fault;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The update side of a domain: runs grace periods one after another and shares each among the
 * callers that wait for it.
 *
 * <h2>The problem</h2>
 *
 * An updater has unlinked something and wants to know when no reader can still hold it. A reader
 * writes its cell and reads the link without a fence between, so the processor may still keep the
 * cell in its store buffer while the reader already holds the old link.
 *
 * <h2>The protocol</h2>
 *
 * <ol>
 *   <li>One heavy barrier. A reader whose store came before its own part of the barrier is visible
 *       to what follows; one whose store comes after reads the new link, so nobody needs to wait
 *       for it. Without the barrier C2's code loses readers (the torture shows it).
 *   <li>Every cell is read. Those that are inside are noted.
 *   <li>{@link SharedSections}: drain the idle bank, flip, drain the other.
 *   <li>Each cell that was noted is waited for until it has another value.
 * </ol>
 *
 * <h2>Sharing</h2>
 *
 * The sequence is even while nothing runs and odd during a grace period. A caller needs one that
 * begins after its call: from 2n the next (ends at 2n+2), from 2n+1 the one after (2n+4), because
 * the one that runs may have passed its barrier before the caller's unlink. Whoever comes first
 * runs it, and the others sleep until it has ended: none waits for one that it does not need.
 *
 * <p>One that was given up (interrupt, time-out, error) leaves the sequence odd, and the next
 * caller goes on with it where it was left. If it began afresh, it would wait for the readers that
 * came in between, and callers with short time-outs would never see an end.
 */
final class GracePeriods {
    /** How long a caller sleeps that was not told that a grace period has ended. */
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Srcu domain;
    private final Fault fault;
    private final Patience patience;
    private final HeldCells held = new HeldCells();

    /** Who runs a grace period. Set under the lock, cleared by itself. */
    private volatile @Nullable Thread runner;

    // Written by the runner.

    /** Even: idle. Odd: a grace period runs, or one was given up. */
    private volatile long sequence;

    /** The barrier is passed, and the cells are noted. */
    private boolean ordered;

    private boolean flipped;

    GracePeriods(Srcu domain, Fault fault) {
        this.domain = domain;
        this.fault = fault;
        this.patience = new Patience(domain);
    }

    /** The sequence at which a whole grace period has passed since this call. */
    long needed() {
        // What the caller unlinked comes before this look: it must not pass for a later unlink.
        VarHandle.fullFence();
        return (sequence + (fault == Fault.SHARES_TOO_EARLY ? 2 : 3)) & ~1L;
    }

    /** Whether {@link #needed} has come. If so, what the waited-for sections did comes before. */
    boolean isOver(long needed) {
        boolean over = sequence >= needed;
        if (over) {
            VarHandle.fullFence(); // the caller frees after; also orders it for other threads
        }
        return over;
    }

    /**
     * Makes the grace period that runs, and those up to {@code needed}, hurry: the waits sleep for
     * microseconds only.
     */
    void expedite(long needed) {
        patience.hurryUntil(needed);
    }

    /** Waits until {@link #needed} has come; false if the caller's time was up before. */
    boolean await(long needed, Wait wait) throws InterruptedException {
        requireNoRunner();
        Thread caller = Thread.currentThread();
        while (!isOver(needed)) {
            try {
                if (!awaitTurn(caller, needed, wait)) {
                    return isOver(needed);
                }
                if (runner == caller && sequence < needed && !run(wait)) {
                    return false;
                }
            } finally {
                if (runner == caller) {
                    runner = null; // first: what follows may fail with a stack overflow
                    wakeOthers();
                }
            }
        }
        return true;
    }

    /** Throws if the caller runs a grace period, which would wait for itself. */
    void requireNoRunner() {
        if (runner == Thread.currentThread()) {
            throw new SrcuException.SelfDeadlock(
                    "a stall listener of " + domain + " waits for the grace period that stalls");
        }
    }

    /** Makes the caller the runner, or waits for the one there is. False when time is up. */
    private boolean awaitTurn(Thread caller, long needed, Wait wait) throws InterruptedException {
        if (!wait.lock(lock)) {
            return false;
        }
        try {
            if (sequence >= needed) {
                return true; // it has ended since, and the one that runs now is not ours
            }
            if (runner == null) {
                runner = caller;
                return true;
            }
            return wait.await(ended, LOOK_AGAIN_NANOS);
        } finally {
            lock.unlock();
        }
    }

    private void wakeOthers() {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean run(Wait wait) throws InterruptedException {
        long begun = sequence | 1;
        sequence = begun;
        Object event = Events.gracePeriod(); // first: what a stall waited lies within the event
        patience.begin(begun);
        try {
            if (fault != Fault.NO_WAIT && !runPhases(wait)) {
                return false;
            }
        } finally {
            patience.end();
        }
        ordered = false;
        flipped = false;
        sequence = begun + 1;
        Events.end(event, domain, begun + 1);
        return true;
    }

    private boolean runPhases(Wait wait) throws InterruptedException {
        if (!ordered) {
            if (fault == Fault.NO_HEAVY_BARRIER) {
                VarHandle.fullFence();
            } else {
                Barrier.heavy(); // pairs with the stores in ReaderCell and SharedSections.enter
            }
            if (fault != Fault.NO_CELL_SCAN) {
                held.note(domain.registry().cells());
            }
            ordered = true;
        }
        SharedSections shared = domain.sharedSections();
        if (!flipped) {
            if (fault != Fault.NO_IDLE_BANK_SCAN && !drain(shared, wait)) {
                return false;
            }
            shared.flip();
            flipped = true;
        }
        return drain(shared, wait) && awaitHeld(wait);
    }

    private boolean drain(SharedSections shared, Wait wait) throws InterruptedException {
        int bank = shared.idleBank();
        for (int stripe = 0; stripe < SharedSections.STRIPES; stripe++) {
            int at = stripe;
            if (shared.open(at, bank) != 0
                    && !patience.await(() -> shared.open(at, bank) == 0, held::still, wait)) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitHeld(Wait wait) throws InterruptedException {
        return held.haveLeft() || patience.await(held::haveLeft, held::still, wait);
    }

    Patience patience() {
        return patience;
    }

    /** Even: idle. Odd: a grace period runs, or one was given up. */
    long sequence() {
        return sequence;
    }

    /** How many have ended. */
    long completed() {
        return sequence >> 1;
    }
}
