package dev.slat.srcu;

import dev.slat.srcu.internal.Fault;
import dev.slat.srcu.internal.FaultyDomain;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A domain of sleepable read-copy-update: readers that may block, and updaters that can wait until
 * every reader who might still hold what they unlinked has left.
 *
 * <p>An updater unlinks something by a release or volatile store, waits for a grace period ({@link
 * #synchronize()}, {@link #call}, {@link #poll}), and may then free it. A reader loads the link
 * with acquire inside a section and uses what it found until the section ends. {@link SrcuRef} is
 * such a link. A slow reader delays the updaters of its own domain only.
 *
 * <p>Threads: all methods may be called from any thread, virtual ones included. An updater must not
 * wait for a grace period inside a section of the same domain, nor hold a lock that a reader takes
 * inside one: it would wait for itself. Sections of different domains may wait for each other's
 * grace periods as long as no circle comes of it.
 *
 * <p>Memory ordering: a section that a grace period did not wait for sees all that was done before
 * the grace period was asked for; what was done in the sections that it waited for happens before
 * it is over.
 *
 * <p>A domain that is dropped without {@link #close} stays in memory, with one small cell for each
 * platform thread that has entered it.
 *
 * <p>The semantics are those of the Linux kernel's SRCU (Documentation/RCU and
 * include/linux/srcu.h); the readers are asymmetric, as liburcu's "memb" flavour is.
 */
public final class Srcu implements AutoCloseable {
    static {
        FaultyDomain.setMaker(Srcu::new);
    }

    private final String name;
    private final long stallNanos;
    private final Consumer<StallReport> onStall;
    private final Registry registry = new Registry();
    private final ThreadCells threads = new ThreadCells(this, registry);
    private final long keys = threads.keys();
    private final SharedSections shared = new SharedSections(this);
    private final Debug debug = new Debug(this);
    private final GracePeriods gracePeriods;
    private final Callbacks callbacks;
    private volatile boolean closed;

    private Srcu(Builder builder, Fault fault) {
        name = builder.name;
        stallNanos = builder.stallNanos;
        onStall = builder.onStall;
        gracePeriods = new GracePeriods(this, fault);
        callbacks = new Callbacks(this, gracePeriods, builder);
    }

    /**
     * Creates a domain with the usual settings.
     *
     * @param name for messages
     */
    public static Srcu create(String name) {
        return builder(name).build();
    }

    /** A domain with other settings. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** How readers and updaters of this process are ordered. */
    public static Barrier barrier() {
        return Barrier.CHOSEN;
    }

    /** The name given at creation. */
    public String name() {
        return name;
    }

    // ---- readers

    /** A new registered reader, named after the calling thread; its owner closes it. */
    public Reader register() {
        return register(Thread.currentThread().getName());
    }

    /**
     * A new registered reader; its owner closes it. It costs some 300 bytes and a few nanoseconds
     * of each grace period: meant for threads that read often, not for each of 100,000 virtual
     * threads.
     *
     * @param readerName for messages
     */
    public Reader register(String readerName) {
        Reader reader = new Reader(this, Objects.requireNonNull(readerName));
        synchronized (registry) {
            requireOpen();
            registry.add(reader);
        }
        return reader;
    }

    /**
     * Begins a read section without a {@link Reader}, on any thread, for a try statement. Sections
     * of one thread nest and may overlap.
     */
    public Section enter() {
        Thread caller = Thread.currentThread();
        long key = keys + caller.threadId();
        ThreadCell cell = ThreadCells.at(key);
        if (!cell.isOf(key)) {
            cell = threads.claim(caller);
        }
        return cell.enter(this);
    }

    /** Begins a read section that another thread may end. */
    public Handover down() {
        return new Handover(this);
    }

    // ---- updaters that wait

    /**
     * Throws if a wait would: for an updater that must not fail when it has begun.
     *
     * @throws SrcuException.SelfDeadlock as {@link #synchronize()} does
     */
    public void requireOutside() {
        new Holders(this).requireOutside(Thread.currentThread());
    }

    /**
     * Waits until every read section that had begun before the call has ended: a whole grace
     * period. Callers that wait at the same time share one. An interrupt is kept for the caller.
     *
     * @throws SrcuException.SelfDeadlock if the calling thread is known to be inside a section
     *     (always known in debug mode; else for the first open section of {@link #enter} on a
     *     platform thread)
     */
    public void synchronize() {
        endless(cookie().needed(this));
    }

    /**
     * As {@link #synchronize()}, until interrupted.
     *
     * @throws InterruptedException then; nothing may be freed
     */
    public void synchronizeInterruptibly() throws InterruptedException {
        try (Wait wait = Wait.interruptible()) {
            await(cookie().needed(this), wait);
        }
    }

    /**
     * As {@link #synchronize()}, for at most {@code timeout}.
     *
     * @return whether a grace period has passed; if not, nothing may be freed
     */
    public boolean synchronize(Duration timeout) throws InterruptedException {
        return synchronize(cookie(), timeout);
    }

    /**
     * As {@link #synchronize()}, but in a hurry: grace periods before it and this one look at slow
     * readers every 100 microseconds at least. For an updater that holds others up.
     */
    public void synchronizeExpedited() {
        long needed = cookie().needed(this);
        gracePeriods.expedite(needed);
        endless(needed);
    }

    /** Waits until the cookie is over; at once if it is. An interrupt is kept for the caller. */
    public void synchronize(Cookie cookie) {
        endless(cookie.needed(this));
    }

    /**
     * Waits until the cookie is over, for at most {@code timeout}.
     *
     * @return whether it is over; if not, nothing may be freed
     */
    public boolean synchronize(Cookie cookie, Duration timeout) throws InterruptedException {
        try (Wait wait = Wait.atMost(nanos(timeout))) {
            return await(cookie.needed(this), wait);
        }
    }

    // ---- updaters that look again later

    /**
     * A cookie that is over when a whole grace period has passed since this call. Starts none: it
     * may never be over if nobody asks for one.
     */
    public Cookie cookie() {
        requireOpen();
        return new Cookie(this, gracePeriods.needed());
    }

    /** As {@link #cookie}, and a grace period is started in the background if one is needed. */
    public Cookie startGracePeriod() {
        Cookie cookie = cookie();
        callbacks.request(cookie.needed(this));
        return cookie;
    }

    /** Whether the cookie is over: what was unlinked before it was made may be freed. */
    public boolean poll(Cookie cookie) {
        return gracePeriods.isOver(cookie.needed(this));
    }

    // ---- updaters that leave a callback

    /**
     * Runs an action after a grace period, on a thread of the domain. Actions run one after another
     * in the order of the calls. They should be short, and must not wait for this domain's
     * callbacks; what they throw is reported and changes nothing.
     *
     * <p>While more callbacks wait than the domain's limit, the call waits for room. So it should
     * not be made inside a section of the domain: there the room may never come, and the call ends
     * with the error.
     *
     * @throws RejectedExecutionException if there was no room for the domain's patience; the
     *     callback will not run
     */
    public void call(Runnable callback) {
        callbacks.call(callback, Callbacks.INLINE);
    }

    /**
     * As {@link #call(Runnable)}, on an executor of the caller's choice. Actions given to one
     * executor run one after another in the order of the calls, whatever threads it has. If it
     * refuses them, they run on a thread of the domain: nothing is lost. But if it takes them on
     * and never runs them (a pool that is shut down at once, a policy that discards), they are
     * never run, and {@link #awaitCallbacks()} waits for ever: call that before you end it. An
     * executor that blocks in {@code execute} holds up all callbacks of the domain.
     */
    public void call(Runnable callback, Executor executor) {
        callbacks.call(callback, executor);
    }

    /**
     * Waits until every callback that was queued before has run, as the kernel's srcu_barrier does.
     * An interrupt is kept for the caller.
     *
     * @throws SrcuException.SelfDeadlock in a callback, and as {@link #synchronize()} does
     */
    public void awaitCallbacks() {
        try (Wait wait = Wait.endless()) {
            callbacks.barrier(wait);
        } catch (InterruptedException e) {
            throw new AssertionError("an endless wait is not interrupted", e);
        }
    }

    /**
     * As {@link #awaitCallbacks()}, until interrupted.
     *
     * @throws InterruptedException then; callbacks may still be waiting
     */
    public void awaitCallbacksInterruptibly() throws InterruptedException {
        try (Wait wait = Wait.interruptible()) {
            callbacks.barrier(wait);
        }
    }

    /**
     * As {@link #awaitCallbacks()}, for at most {@code timeout}.
     *
     * @return whether all have run
     */
    public boolean awaitCallbacks(Duration timeout) throws InterruptedException {
        try (Wait wait = Wait.atMost(nanos(timeout))) {
            return callbacks.barrier(wait);
        }
    }

    /**
     * Hands an object to its reclaimer after a grace period, on a thread of the domain: {@link
     * #call} for one object. Unlink it before.
     *
     * @throws RejectedExecutionException as {@link #call} does; the object is still the caller's
     */
    public <T> void retire(T object, Consumer<? super T> reclaimer) {
        Objects.requireNonNull(object);
        Objects.requireNonNull(reclaimer);
        call(() -> reclaimer.accept(object));
    }

    /**
     * Closes a resource after a grace period, on a thread of the domain. A shared {@link
     * java.lang.foreign.Arena} is one: then the readers of its segments finish in peace, instead of
     * failing half-way.
     *
     * @throws RejectedExecutionException as {@link #call} does; the resource is still open
     */
    public void retire(AutoCloseable resource) {
        retire(resource, Reclaim::close);
    }

    // ---- looking on

    /** Counts and times for monitoring; each is exact, together they are no snapshot. */
    public Statistics statistics() {
        return new Statistics(
                gracePeriods.completed(),
                Duration.ofNanos(gracePeriods.patience().longestNanos()),
                gracePeriods.patience().stalls(),
                registry.readers(),
                callbacks.queued(),
                callbacks.completed());
    }

    @Override
    public String toString() {
        return "SRCU domain " + name;
    }

    /**
     * Ends the domain. Readers must be closed, sections ended and callbacks run ({@link
     * #awaitCallbacks()} waits for them): otherwise nothing changes, nothing is freed, and the
     * error says what is left, as the kernel refuses to clean up a domain in use. Closing twice is
     * harmless.
     *
     * <p>Not to be called while another thread may still use the domain.
     *
     * @throws SrcuException.InUse as said
     */
    @Override
    public void close() {
        synchronized (registry) {
            if (closed) {
                return;
            }
            List<String> known = new Holders(this).uses();
            callbacks.addUses(known);
            requireUnused(known); // most often the answer, and it troubles nobody
            closed = true; // whoever claims a cell or registers from now on sees it
            boolean done = false;
            try {
                Barrier.heavy(); // sections that began before are visible
                List<String> uses = new Holders(this).uses();
                callbacks.closeUnless(uses);
                requireUnused(uses);
                done = true;
            } finally {
                closed = done;
            }
        }
        threads.clear();
    }

    private void requireUnused(List<String> uses) {
        if (!uses.isEmpty()) {
            throw new SrcuException.InUse(this + " is in use: " + String.join(", ", uses));
        }
    }

    // ---- for the package

    /** As {@link #call}; {@code unlink} runs when nothing can fail any more. */
    void call(Runnable callback, Runnable unlink) {
        callbacks.call(callback, Callbacks.INLINE, unlink);
    }

    void unregister(Reader reader) {
        registry.remove(reader);
    }

    Registry registry() {
        return registry;
    }

    ThreadCells threadCells() {
        return threads;
    }

    SharedSections sharedSections() {
        return shared;
    }

    GracePeriods gracePeriods() {
        return gracePeriods;
    }

    Debug debug() {
        return debug;
    }

    long stallNanos() {
        return stallNanos;
    }

    boolean isClosed() {
        return closed;
    }

    void requireOpen() {
        if (closed) {
            throw new SrcuException.Closed(name);
        }
    }

    void reportStall(long waitedNanos, Supplier<List<StallReport.Holder>> held) {
        try {
            StallReport report =
                    new Holders(this).stallReport(Duration.ofNanos(waitedNanos), held.get());
            Events.stall(report);
            onStall.accept(report);
        } catch (Throwable e) {
            // Whoever waits has no part in it, and goes on waiting.
            Reclaim.report("the stall report of %s failed", this, e);
        }
    }

    private void endless(long needed) {
        try (Wait wait = Wait.endless()) {
            await(needed, wait);
        } catch (InterruptedException e) {
            throw new AssertionError("an endless wait is not interrupted", e);
        }
    }

    private boolean await(long needed, Wait wait) throws InterruptedException {
        if (gracePeriods.isOver(needed)) {
            return true;
        }
        requireOpen();
        requireOutside();
        return gracePeriods.await(needed, wait);
    }

    private static long nanos(Duration timeout) {
        try {
            return Math.max(0, timeout.toNanos());
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : Long.MAX_VALUE; // 292 years
        }
    }

    /** The settings of a domain that is to be made. Not for several threads. */
    public static final class Builder {
        private final String name;
        private long stallNanos = Duration.ofSeconds(10).toNanos();
        private Consumer<StallReport> onStall = StallReport::log;
        int callbackLimit = 1 << 20;
        long callbackPatienceNanos = Duration.ofSeconds(10).toNanos();

        private Builder(String name) {
            this.name = Objects.requireNonNull(name);
        }

        /**
         * After how long a grace period that waits for readers is reported: 10 seconds unless set.
         * The next report comes after twice the time, and so on.
         */
        public Builder stallAfter(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("stall after " + time);
            }
            stallNanos = nanos(time);
            return this;
        }

        /**
         * Who is told of a stall, on a thread that waits for the grace period; the system logger
         * unless set. It must not wait for this domain.
         */
        public Builder onStall(Consumer<StallReport> listener) {
            onStall = Objects.requireNonNull(listener);
            return this;
        }

        /**
         * How many callbacks may wait before a call waits for room, and for how long it does:
         * 1,048,576 and 10 seconds unless set.
         */
        public Builder callbackLimit(int limit, Duration patience) {
            if (limit < 1) {
                throw new IllegalArgumentException("callback limit " + limit);
            }
            callbackLimit = limit;
            callbackPatienceNanos = nanos(patience);
            return this;
        }

        /** Makes the domain. */
        public Srcu build() {
            return new Srcu(this, Fault.NONE);
        }
    }
}
