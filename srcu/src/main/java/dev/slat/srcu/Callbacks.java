package dev.slat.srcu;

import dev.slat.srcu.CallbackQueue.Entry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What a domain does in the background: callbacks, and grace periods that were asked for by {@link
 * Srcu#startGracePeriod}.
 *
 * <p>A driver takes all callbacks that have come in, waits for one grace period for the whole
 * batch, and hands each to the queue of its executor. It exists while there is something to do, on
 * a thread of a pool that all domains share, so an idle domain has no thread. It begins at once
 * when the domain was idle, and then collects for a moment, so that a stream of callbacks costs
 * some thousand grace periods a second and not a million.
 *
 * <p>Whatever goes wrong in the driver (no memory, a barrier that the system refuses), it keeps the
 * batch and tries again: a callback may run late, but neither early nor never.
 */
final class Callbacks {
    /** The domain's own thread. */
    static final Executor INLINE = Runnable::run;

    private static final long COLLECT_NANOS = 300_000;

    /** A batch that need not wait for more. */
    private static final int FULL_BATCH = 1 << 14;

    private static final long RETRY_NANOS = 10_000_000;

    private static final ExecutorService DRIVERS =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform()
                            .daemon()
                            .name("srcu-driver-", 1)
                            .inheritInheritableThreadLocals(false)
                            .factory());

    private final Srcu domain;
    private final GracePeriods gracePeriods;
    private final int limit;
    private final long patienceNanos;

    private final ReentrantLock lock = new ReentrantLock();

    /** There is room, or a mark was passed. */
    private final Condition changed = lock.newCondition();

    private final CallbackQueue inline = new CallbackQueue(this, INLINE);

    // Guarded by the lock.
    private final List<CallbackQueue> queues = new ArrayList<>(List.of(inline));
    private @Nullable Entry first;
    private @Nullable Entry last;
    private int size;
    private long requested;
    private boolean driving;
    private boolean closed;

    /** Changed under the lock. */
    private final AtomicLong queued = new AtomicLong();

    /** Changed under the lock. */
    private final AtomicInteger waiters = new AtomicInteger();

    private final AtomicLong completed = new AtomicLong();

    /** Somebody waits for the batch that is being collected. */
    private volatile boolean hurried;

    private volatile @Nullable Thread driver;

    Callbacks(Srcu domain, GracePeriods gracePeriods, Srcu.Builder settings) {
        this.domain = domain;
        this.gracePeriods = gracePeriods;
        this.limit = settings.callbackLimit;
        this.patienceNanos = settings.callbackPatienceNanos;
    }

    void call(Runnable callback, Executor executor) {
        call(callback, executor, () -> {});
    }

    /** Runs {@code unlink} when it is sure that the callback will run. */
    void call(Runnable callback, Executor executor, Runnable unlink) {
        Objects.requireNonNull(callback);
        Objects.requireNonNull(executor);
        lock.lock();
        try {
            if (waiting() >= limit) {
                awaitRoom();
            }
            // Not before the wait, during which another call may drop a queue that is empty.
            Entry entry = new Entry(callback, queueOf(executor), 1);
            requireDriver();
            unlink.run();
            add(entry);
            queued.incrementAndGet();
            if (size == FULL_BATCH) {
                hurry();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts grace periods until the sequence is reached. */
    void request(long needed) {
        lock.lock();
        try {
            requireDriver();
            requested = Math.max(requested, needed);
            hurry();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all callbacks that were queued before have run; false if time is up. Sends a mark
     * behind the last of each queue.
     */
    boolean barrier(Wait wait) throws InterruptedException {
        lock.lock();
        try {
            if (runsCallback(Thread.currentThread())) {
                throw new SrcuException.SelfDeadlock(
                        "a callback of " + domain + " waits for all callbacks: it is one of them");
            }
            List<CallbackQueue> busy =
                    queues.stream().filter(queue -> queue.pending.get() > 0).toList();
            if (busy.isEmpty()) {
                return true;
            }
            domain.requireOutside();
            gracePeriods.requireNoRunner();
            AtomicInteger left = new AtomicInteger(busy.size());
            Runnable mark =
                    () -> {
                        left.decrementAndGet();
                        signal();
                    };
            List<Entry> marks = busy.stream().map(queue -> new Entry(mark, queue, 0)).toList();
            requireDriver();
            marks.forEach(this::add);
            hurry();
            return await(() -> left.get() == 0, wait);
        } finally {
            lock.unlock();
        }
    }

    /** Adds the callbacks that wait. */
    void addUses(List<String> uses) {
        if (waiting() > 0) {
            uses.add(waiting() + " callbacks that have not run");
        }
    }

    /** Closes unless the domain is in use already, or callbacks wait, which is then added. */
    void closeUnless(List<String> uses) {
        lock.lock();
        try {
            addUses(uses);
            closed = uses.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    long queued() {
        return queued.get();
    }

    long completed() {
        return completed.get();
    }

    // ---- for the queues

    void completed(int weight) {
        completed.addAndGet(weight);
    }

    void signalRoom() {
        if (waiters.get() > 0 && waiting() < limit) {
            signal();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- under the lock

    private long waiting() {
        return queued.get() - completed.get();
    }

    private void add(Entry entry) {
        entry.queue.pending.incrementAndGet();
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
        size++;
    }

    private CallbackQueue queueOf(Executor executor) {
        for (CallbackQueue queue : queues) {
            if (queue.isOf(executor)) {
                return queue;
            }
        }
        // Those that nobody uses now are made again when they are: an executor is not kept alive.
        queues.removeIf(queue -> queue != inline && queue.pending.get() == 0);
        CallbackQueue fresh = new CallbackQueue(this, executor);
        queues.add(fresh);
        return fresh;
    }

    /** After this, an entry that is added will run. */
    private void requireDriver() {
        if (closed) {
            throw new SrcuException.Closed(domain.name());
        }
        if (!driving) {
            DRIVERS.execute(this::drive); // it waits for the lock that we hold
            driving = true;
        }
    }

    private boolean runsCallback(Thread thread) {
        return queues.stream().anyMatch(queue -> queue.isRunBy(thread));
    }

    private void awaitRoom() {
        if (runsCallback(Thread.currentThread())) {
            return; // it would wait for itself
        }
        boolean room;
        try (Wait wait = Wait.uninterruptible(patienceNanos)) {
            domain.requireOutside();
            room = await(() -> waiting() < limit, wait);
        } catch (InterruptedException | SrcuException.SelfDeadlock e) {
            throw new RejectedExecutionException(fullMessage(), e);
        }
        if (!room) {
            throw new RejectedExecutionException(fullMessage());
        }
    }

    private String fullMessage() {
        return domain + " has " + waiting() + " callbacks waiting; its limit is " + limit;
    }

    private boolean await(BooleanSupplier done, Wait wait) throws InterruptedException {
        waiters.incrementAndGet();
        try {
            while (!done.getAsBoolean()) {
                if (!wait.await(changed)) {
                    return done.getAsBoolean();
                }
            }
            return true;
        } finally {
            waiters.decrementAndGet();
        }
    }

    private void hurry() {
        hurried = true;
        LockSupport.unpark(driver);
    }

    // ---- the driver

    private void drive() {
        driver = Thread.currentThread();
        boolean collects = false;
        while (true) {
            if (collects && !hurried) {
                LockSupport.parkNanos(this, COLLECT_NANOS);
            }
            collects = true;
            Entry batch;
            long needed;
            lock.lock();
            try {
                hurried = false;
                if (first == null && gracePeriods.isOver(requested)) {
                    driving = false;
                    driver = null;
                    return;
                }
                batch = first;
                needed = batch == null ? requested : gracePeriods.needed();
                first = null;
                last = null;
                size = 0;
            } finally {
                lock.unlock();
            }
            awaitGracePeriod(needed);
            dispatch(batch);
        }
    }

    private void awaitGracePeriod(long needed) {
        while (true) {
            try (Wait wait = Wait.endless()) {
                if (gracePeriods.await(needed, wait)) {
                    return;
                }
            } catch (Throwable e) {
                Reclaim.report("a grace period of %s failed; trying again", domain, e);
                LockSupport.parkNanos(this, RETRY_NANOS);
            }
        }
    }

    private void dispatch(@Nullable Entry batch) {
        Entry entry = batch;
        while (entry != null) {
            Entry following = entry.next;
            entry.queue.add(entry);
            if (entry.queue != inline) {
                entry.queue.start();
            }
            entry = following;
        }
        inline.start();
    }
}
