package dev.slat.memory.host;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * How often each page of a mapping is pinned. Pins are few and wide, so it holds the pages at which
 * the count changes.
 *
 * <p>Threads: any. The monitor is held over {@link #unlessPinned}'s action: when {@link #pin} has
 * returned, no such action is under way on its pages and none begins.
 */
final class PinMap {
    /** From this page on, to the next key, so many pins; none before the first key. */
    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    synchronized void pin(long first, long end) {
        change(first, end, 1);
    }

    /** Undoes one {@link #pin} of the same pages. */
    synchronized void unpin(long first, long end) {
        change(first, end, -1);
    }

    synchronized boolean isPinned(long page) {
        return count(page) > 0;
    }

    /** Runs an action on a page, or returns false. */
    synchronized boolean unlessPinned(long page, BooleanSupplier action) {
        return count(page) == 0 && action.getAsBoolean();
    }

    private int count(long page) {
        Map.Entry<Long, Integer> at = counts.floorEntry(page);
        return at == null ? 0 : at.getValue();
    }

    private void change(long first, long end, int by) {
        counts.put(first, count(first));
        counts.put(end, count(end));
        Map<Long, Integer> inside = counts.subMap(first, end);
        if (inside.values().stream().anyMatch(count -> count + by < 0)) {
            throw new IllegalStateException(
                    "pages %d to %d are unpinned more often than pinned".formatted(first, end));
        }
        inside.replaceAll((page, count) -> count + by);
        forgetIfSame(first);
        forgetIfSame(end);
    }

    private void forgetIfSame(long page) {
        Map.Entry<Long, Integer> before = counts.lowerEntry(page);
        if (count(page) == (before == null ? 0 : before.getValue())) {
            counts.remove(page);
        }
    }

    /** How many changes of the count it holds: for tests. */
    synchronized int size() {
        return counts.size();
    }
}
