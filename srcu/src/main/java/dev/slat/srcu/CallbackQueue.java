package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The callbacks of one executor whose grace period is over. At most one thread of the executor
 * takes from it, so they run one after another in the order of their calls.
 *
 * <p>Links its entries itself: adding one cannot fail.
 */
final class CallbackQueue implements Runnable {
    /** One callback; {@code weight} is 0 for the marks of {@link Callbacks#barrier}. */
    static final class Entry {
        final Runnable action;
        final CallbackQueue queue;
        final int weight;
        @Nullable Entry next;

        Entry(Runnable action, CallbackQueue queue, int weight) {
            this.action = action;
            this.queue = queue;
            this.weight = weight;
        }
    }

    /** Callbacks between two looks at those who wait for room. */
    private static final int STRIDE = 256;

    private final Callbacks callbacks;
    private final Executor executor;

    /** Entries on their way through the grace period or in this queue. */
    final AtomicLong pending = new AtomicLong();

    private @Nullable Entry first;
    private @Nullable Entry last;
    private boolean started;

    /** A thread takes entries: another that was started as well has nothing to do. */
    private boolean begun;

    /** The thread that runs callbacks, to find one that would wait for itself. */
    private volatile @Nullable Thread runner;

    CallbackQueue(Callbacks callbacks, Executor executor) {
        this.callbacks = callbacks;
        this.executor = executor;
    }

    @SuppressWarnings("ReferenceEquality") // two executors that say they are equal are still two
    boolean isOf(Executor other) {
        return executor == other;
    }

    boolean isRunBy(Thread thread) {
        return runner == thread;
    }

    synchronized void add(Entry entry) {
        entry.next = null;
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
    }

    /** Has its entries run, by the caller if the executor refuses. */
    void start() {
        synchronized (this) {
            if (started || first == null) {
                return;
            }
            started = true;
        }
        try {
            executor.execute(this);
        } catch (Throwable e) {
            Reclaim.report("executor %s refuses SRCU callbacks: run without it", executor, e);
            run(); // unless it has run them, or does, in spite of its error
        }
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        int count = 0;
        for (Entry entry = next(); entry != null; entry = next()) {
            runner = Thread.currentThread();
            Reclaim.run(entry.action);
            runner = null;
            var _ = Thread.interrupted(); // that callback's affair, not the next one's
            // In this order: who finds nothing pending (Callbacks.barrier) may then close the
            // domain.
            callbacks.completed(entry.weight);
            pending.decrementAndGet();
            if (++count % STRIDE == 0) {
                callbacks.signalRoom();
            }
        }
        callbacks.signalRoom();
    }

    private synchronized boolean begin() {
        if (!started || begun) {
            return false;
        }
        begun = true;
        return true;
    }

    private synchronized @Nullable Entry next() {
        Entry entry = first;
        if (entry == null) {
            started = false;
            begun = false;
            return null;
        }
        first = entry.next;
        if (first == null) {
            last = null;
        }
        return entry;
    }
}
