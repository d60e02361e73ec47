package dev.slat.torture.memory;

import dev.slat.memory.host.HostNotifier;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.HostSpace;
import dev.slat.torture.run.Findings;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A host whose pages move. A {@link FrameLife} has user addresses of its own, which are never used
 * again; a {@link PagedLife} has those of the window, where the next mapping may follow at once. A
 * look-up dawdles now and then after it has found its page, as one that asks a pager does: then
 * whatever happens to the page or to its slot happens in between.
 */
final class TortureSpace implements HostSpace {
    /** Each life has so many user addresses, aligned as a large page must be. */
    private static final long STRIDE = 4 << 20;

    /** User addresses below are the window's, from here on the torture's own. */
    private static final long OWN = 1L << 50;

    /** One look-up of so many dawdles. */
    private static final int DAWDLES = 8;

    private static final long LONGEST_NANOS = 1_500_000;

    private final Map<Long, Life> lives = new ConcurrentHashMap<>();
    private final List<HostNotifier> notifiers = new CopyOnWriteArrayList<>();
    private final AtomicLong addresses = new AtomicLong(1);
    private final LongAdder resolves = new LongAdder();
    private final Findings findings;
    private final long seed;

    TortureSpace(Findings findings, long seed) {
        this.findings = findings;
        this.seed = seed;
    }

    /** User addresses for one life. */
    long newAddress() {
        return OWN + addresses.getAndIncrement() * STRIDE;
    }

    void add(Life life) {
        lives.put(life.userAddress, life);
    }

    void remove(Life life) {
        lives.remove(life.userAddress);
    }

    /** Look-ups: faults of harts, and each page of each access of the host. */
    long resolves() {
        return resolves.sum();
    }

    private @Nullable Life find(long userAddress) {
        return lives.get(userAddress < OWN ? userAddress : userAddress & -STRIDE);
    }

    @Override
    public boolean isUserRange(long userAddress, long bytes) {
        return bytes == 0
                || (userAddress < OWN
                        ? HostSpace.window().isUserRange(userAddress, bytes)
                        : bytes <= STRIDE);
    }

    @Override
    public long resolve(long userAddress, boolean write) {
        resolves.increment();
        Life life = find(userAddress);
        if (userAddress < OWN) {
            long page = HostSpace.window().resolve(userAddress, write);
            dawdle();
            return page;
        }
        if (life == null) {
            return HostPage.FAULT;
        }
        long page = life.resolve(userAddress, write);
        if (life.slot >= 0) {
            dawdle();
        }
        return page;
    }

    private void dawdle() {
        // Dice without state: any thread throws them.
        long dice = ((seed + resolves.sum()) * 0x9e37_79b9_7f4a_7c15L) >>> 16;
        if (dice % DAWDLES == 0) {
            LockSupport.parkNanos(this, dice / DAWDLES % LONGEST_NANOS);
        }
    }

    @Override
    public void retain(long userAddress, long bytes) {
        if (userAddress < OWN) {
            HostSpace.window().retain(userAddress, bytes);
        }
        Life life = find(userAddress);
        if (life != null) {
            life.retain();
        }
    }

    @Override
    public void release(long userAddress, long bytes) {
        Life life = find(userAddress);
        if (life != null) {
            life.release();
        }
        if (userAddress < OWN) {
            HostSpace.window().release(userAddress, bytes);
        }
    }

    @Override
    public void addNotifier(HostNotifier notifier) {
        notifiers.add(notifier);
        HostSpace.window().addNotifier(notifier);
    }

    @Override
    public void removeNotifier(HostNotifier notifier) {
        HostSpace.window().removeNotifier(notifier);
        notifiers.remove(notifier);
    }

    Findings findings() {
        return findings;
    }

    /** A change of one of its own pages, while nobody uses it. */
    void around(long userAddress, Runnable change) {
        long end = userAddress + Layout.PAGE;
        notifiers.forEach(notifier -> notifier.invalidateStart(userAddress, end));
        change.run();
        notifiers.forEach(notifier -> notifier.invalidateEnd(userAddress, end));
    }

    /** Asks for the age of a life's pages, and makes them old. */
    void age(Life life, boolean flush) {
        long end = life.userAddress + life.bytes();
        for (HostNotifier notifier : notifiers) {
            boolean before = notifier.testYoung(life.userAddress, end);
            if (before) {
                var _ = notifier.clearYoung(life.userAddress, end, flush);
            }
        }
    }
}
