package dev.slat.srcu;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The update side of a domain: runs grace periods one after another and shares each among the
 * callers that wait for it.
 *
 * <h2>The problem</h2>
 *
 * An updater has unlinked something and wants to know when no reader can still hold it. A
 * registered reader writes its cell and reads the link without a fence between, so the processor
 * may still keep the cell in its store buffer while the reader already holds the old link.
 *
 * <h2>The protocol</h2>
 *
 * <ol>
 *   <li>The epoch goes from E to E+1 (volatile). A reader that enters with E+1 saw it by an acquire
 *       load, so it sees the unlink as well: no need to wait for it.
 *   <li>One heavy barrier. A reader whose cell store came before its own barrier is visible to the
 *       scan; one whose store comes after reads the new link, whatever epoch it stamped. Without it
 *       C2's code loses readers (the miss torture shows it).
 *   <li>Anonymous readers: drain the idle bank, flip, drain the other.
 *   <li>Every cell is read until it is 0 or E+1 and above.
 * </ol>
 *
 * <h2>Waiting</h2>
 *
 * A short spin, then the waiter is published, a second heavy barrier (pairs with the exit: cell
 * first, waiter second, so either the reader sees the waiter or the re-check sees the cell) and
 * park.
 */
final class GracePeriods {
    /** Spins before parking; a section shorter than some microseconds is waited for awake. */
    private static final int SPINS = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Srcu domain;

    /** Even: idle. Odd: a grace period runs. Written under the lock. */
    private volatile long sequence;

    GracePeriods(Srcu domain) {
        this.domain = domain;
    }

    /**
     * Waits until a whole grace period has passed that began after the call. If one runs already,
     * it may have begun too early: the next one is needed.
     */
    void synchronize() {
        // The caller's unlink comes before this read: it is a volatile read after a full fence.
        VarHandle.fullFence();
        long needed = (sequence + 3) & ~1L;
        lock.lock();
        try {
            while (sequence < needed) {
                // Still odd if an earlier one failed (a barrier refused): it counts for nobody.
                long begun = sequence | 1;
                sequence = begun;
                run();
                sequence = begun + 1;
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long old = domain.advanceEpoch();
        Barrier.heavy(); // pairs with the opaque store in Reader.enter
        AnonymousReaders anonymous = domain.anonymousReaders();
        int idle = anonymous.idleBank();
        await(() -> anonymous.isDrained(idle));
        anonymous.flip();
        await(() -> anonymous.isDrained(1 - idle));
        for (Reader reader : domain.readers()) {
            await(
                    () -> {
                        long cell = reader.getAcquire();
                        return cell == 0 || cell > old;
                    });
        }
    }

    private void await(BooleanSupplier quiet) {
        for (int i = 0; i < SPINS; i++) {
            if (quiet.getAsBoolean()) {
                return;
            }
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        domain.setWaiter(Thread.currentThread());
        try {
            Barrier.heavy(); // waiter before the re-check; pairs with Reader.exit
            while (!quiet.getAsBoolean()) {
                LockSupport.park(domain);
                interrupted |= Thread.interrupted();
            }
        } finally {
            domain.setWaiter(null);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
