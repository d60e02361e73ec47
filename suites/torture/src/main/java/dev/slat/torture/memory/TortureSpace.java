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
 * A host whose pages move. Each life has user addresses of its own, which are never used again. A
 * look-up dawdles now and then after it has found its page, as one that asks a pager does: then
 * whatever happens to the page or to its slot happens in between.
 */
final class TortureSpace implements HostSpace {
    private static final int STRIDE_BITS = 22;

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
        return addresses.getAndIncrement() << STRIDE_BITS;
    }

    void add(Life life) {
        lives.put(life.userAddress >>> STRIDE_BITS, life);
    }

    void remove(Life life) {
        lives.remove(life.userAddress >>> STRIDE_BITS);
    }

    /** Look-ups: faults of harts, and each page of each access of the host. */
    long resolves() {
        return resolves.sum();
    }

    private @Nullable Life find(long userAddress) {
        return lives.get(userAddress >>> STRIDE_BITS);
    }

    @Override
    public boolean isUserRange(long userAddress, long bytes) {
        return userAddress >= 0 && bytes >= 0 && bytes <= 1L << STRIDE_BITS;
    }

    @Override
    public long resolve(long userAddress, boolean write) {
        Life life = find(userAddress);
        if (life == null) {
            return HostPage.FAULT;
        }
        int page = (int) ((userAddress - life.userAddress) / Layout.PAGE);
        long hva = life.hva(page);
        resolves.increment();
        if (life.slot >= 0) {
            dawdle();
        }
        return life.code(hva);
    }

    private void dawdle() {
        // Dice without state: any thread throws them.
        long dice = (seed + resolves.sum()) * 0x9e37_79b9_7f4a_7c15L >>> 16;
        if (dice % DAWDLES == 0) {
            LockSupport.parkNanos(this, dice / DAWDLES % LONGEST_NANOS);
        }
    }

    @Override
    public void retain(long userAddress, long bytes) {
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
    }

    @Override
    public void addNotifier(HostNotifier notifier) {
        notifiers.add(notifier);
    }

    @Override
    public void removeNotifier(HostNotifier notifier) {
        notifiers.remove(notifier);
    }

    /** Another host page for a page of a life: a copy, or as it was when the life began. */
    void replace(Life life, int page, boolean keepContents) {
        synchronized (life) {
            if (life.isOver() || !life.canMove()) {
                return;
            }
            long start = life.userAddress + page * Layout.PAGE;
            notifiers.forEach(notifier -> notifier.invalidateStart(start, start + Layout.PAGE));
            life.move(page, keepContents, findings);
            notifiers.forEach(notifier -> notifier.invalidateEnd(start, start + Layout.PAGE));
        }
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
