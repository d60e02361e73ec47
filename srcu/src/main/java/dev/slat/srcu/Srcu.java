package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A domain of sleepable read-copy-update: readers that may block, and updaters that can wait until
 * every reader who might still hold what they unlinked has left.
 *
 * <p>An updater unlinks something by a release or volatile store, calls {@link #synchronize}, and
 * may then free it. A reader loads the link with acquire inside a section and uses what it found
 * until the section ends. A slow reader delays the updaters of its own domain only.
 *
 * <p>Threads: all methods but those of a {@link Reader} may be called from any thread, virtual ones
 * included. An updater must not wait for a grace period inside a section of the same domain, nor
 * hold a lock that a reader takes inside one: it would wait for itself.
 *
 * <p>The semantics are those of the Linux kernel's SRCU (Documentation/RCU and
 * include/linux/srcu.h); the registered readers are asymmetric, as liburcu's "memb" flavour is.
 */
public final class Srcu implements AutoCloseable {
    private static final VarHandle EPOCH;
    private static final VarHandle WAITER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EPOCH = lookup.findVarHandle(Srcu.class, "epoch", long.class);
            WAITER = lookup.findVarHandle(Srcu.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final AnonymousReaders anonymous = new AnonymousReaders();
    private final GracePeriods gracePeriods = new GracePeriods(this);

    /** Starts at 1, so that 0 in a cell can say "outside"; never wraps in practice (64 bits). */
    @SuppressWarnings("FieldMayBeFinal") // written through EPOCH
    private long epoch = 1;

    /** The thread that runs a grace period and is parked or about to be. */
    private volatile @Nullable Thread waiter;

    /** Guarded by itself; the guard also orders a registration against a grace period's scan. */
    private final List<Reader> readers = new ArrayList<>();

    private Srcu(String name) {
        this.name = name;
    }

    /**
     * Creates a domain.
     *
     * @param name for messages
     */
    public static Srcu create(String name) {
        return new Srcu(name);
    }

    /** How readers and updaters of this process are ordered. */
    public static Barrier barrier() {
        return Barrier.CHOSEN;
    }

    /** The name given at creation. */
    public String name() {
        return name;
    }

    /** A new registered reader; its owner closes it. */
    public Reader register() {
        Reader reader = new Reader(this);
        synchronized (readers) {
            readers.add(reader);
        }
        return reader;
    }

    /**
     * Begins a read section without a {@link Reader}, on any thread.
     *
     * @return the bank, to be given to {@link #exit}, on this thread or another
     */
    public int enter() {
        return anonymous.enter();
    }

    /**
     * Ends a read section begun by {@link #enter}.
     *
     * @param bank what {@code enter} returned
     */
    public void exit(int bank) {
        if ((bank & ~1) != 0) {
            throw new IllegalArgumentException(
                    "exit of SRCU domain " + name + " with bank " + bank);
        }
        anonymous.exit(bank);
        wakeWaiter();
    }

    /**
     * Waits until every read section that had begun before the call has ended. Not interruptible:
     * an interrupt is kept for the caller.
     *
     * <p>Memory ordering: what the caller did before is seen by every section that this call does
     * not wait for; what the sections it waits for did happens before its return.
     */
    public void synchronize() {
        gracePeriods.synchronize();
    }

    /**
     * Ends the domain. Readers must be closed and sections ended: otherwise the call changes
     * nothing and throws, as the kernel refuses to clean up a domain in use.
     */
    @Override
    public void close() {
        synchronized (readers) {
            if (!readers.isEmpty()) {
                throw new IllegalStateException(
                        "SRCU domain " + name + " has " + readers.size() + " open readers");
            }
        }
        if (!anonymous.isDrained(0) || !anonymous.isDrained(1)) {
            throw new IllegalStateException("SRCU domain " + name + " has an open read section");
        }
    }

    void unregister(Reader reader) {
        synchronized (readers) {
            readers.remove(reader);
        }
    }

    List<Reader> readers() {
        synchronized (readers) {
            return List.copyOf(readers);
        }
    }

    AnonymousReaders anonymousReaders() {
        return anonymous;
    }

    long epochAcquire() {
        return (long) EPOCH.getAcquire(this);
    }

    /** Only the thread that runs the grace period. Returns the epoch that ends. */
    long advanceEpoch() {
        long old = (long) EPOCH.getVolatile(this);
        EPOCH.setVolatile(this, old + 1);
        return old;
    }

    void setWaiter(@Nullable Thread thread) {
        waiter = thread;
    }

    /** A reader has left. */
    void wakeWaiter() {
        Thread thread = (Thread) WAITER.getOpaque(this);
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
