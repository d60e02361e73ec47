package dev.slat.memory;

import dev.slat.memory.host.HostNotifier;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.stage2.Stage2;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host space whose pages, delays and notifications a test controls. */
public class FakeHost implements HostSpace {
    /** Runs between finding a page and answering with it. */
    public interface Hook {
        /** The page is found, the answer not yet given. */
        void resolving(long userAddress, boolean write);
    }

    private static final long PAGE = 4096;

    private final TreeMap<Long, long[]> ranges = new TreeMap<>();
    private final Map<Long, Long> replaced = new ConcurrentHashMap<>();
    private final Map<List<Long>, Integer> retained = new HashMap<>();
    private final List<HostNotifier> notifiers = new CopyOnWriteArrayList<>();

    /** Set it to have something happen in a fault. */
    public volatile Hook hook = (address, write) -> {};

    /** How far around a page the same holds. */
    public volatile int level = HostPage.LEVEL_4K;

    /** A space with nothing in it. */
    public FakeHost() {
        // no more
    }

    /** Maps a range; for the set-up only. */
    public FakeHost map(long userAddress, long hva, long bytes) {
        ranges.put(userAddress, new long[] {bytes, hva});
        return this;
    }

    /** Puts another page at an address, as a host does that merges or migrates pages. */
    public void replace(long userAddress, long hva) {
        begin(userAddress, userAddress + PAGE);
        replaced.put(userAddress, hva);
        end(userAddress, userAddress + PAGE);
    }

    /** Whether the listener has heard that a page is going away. */
    public boolean isGoing(long userAddress) {
        return ((Stage2) notifier()).isGoing(userAddress);
    }

    /** Pages are about to go away. */
    public void begin(long start, long end) {
        notifiers.forEach(notifier -> notifier.invalidateStart(start, end));
    }

    /** They have gone. */
    public void end(long start, long end) {
        notifiers.forEach(notifier -> notifier.invalidateEnd(start, end));
    }

    /** The one who listens. */
    public HostNotifier notifier() {
        return notifiers.getFirst();
    }

    /** How many slots name a range. */
    public synchronized int retained(long userAddress, long bytes) {
        return retained.getOrDefault(List.of(userAddress, bytes), 0);
    }

    @Override
    public boolean isUserRange(long userAddress, long bytes) {
        return userAddress >= 0 && bytes >= 0 && userAddress + bytes >= 0;
    }

    @Override
    public long resolve(long userAddress, boolean write) {
        var range = ranges.floorEntry(userAddress);
        if (range == null || userAddress - range.getKey() >= range.getValue()[0]) {
            return HostPage.FAULT;
        }
        long page = userAddress & -PAGE;
        long hva = replaced.getOrDefault(page, range.getValue()[1] + page - range.getKey());
        hook.resolving(userAddress, write);
        return HostPage.of(hva, true, level);
    }

    @Override
    public synchronized void retain(long userAddress, long bytes) {
        retained.merge(List.of(userAddress, bytes), 1, Integer::sum);
    }

    @Override
    public synchronized void release(long userAddress, long bytes) {
        retained.merge(List.of(userAddress, bytes), -1, Integer::sum);
    }

    @Override
    public void addNotifier(HostNotifier notifier) {
        notifiers.add(notifier);
    }

    @Override
    public void removeNotifier(HostNotifier notifier) {
        notifiers.remove(notifier);
    }
}
