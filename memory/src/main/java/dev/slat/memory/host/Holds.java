package dev.slat.memory.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What each range named by a slot holds of the mappings in it: that they stay, or that their pages
 * do. A slot may name a range in which nothing is mapped yet, so what is let go is what was found
 * then, not what is there now.
 *
 * <p>Threads: any; a lock for the book alone.
 */
final class Holds {
    /** A range of user addresses, in bytes. */
    private record Range(long start, long bytes) {}

    /**
     * How each thing that is held is let go, the oldest first. What is held stays, so of two holds
     * of a range the younger has all that the older has: who is left always holds enough.
     */
    private final Map<Range, Deque<List<Runnable>>> held = new HashMap<>();

    /**
     * Takes hold of each mapping that has a byte in the range, or of none.
     *
     * @param hold takes one, and says how it is let go
     */
    void take(long start, long bytes, Function<HostMapping, Runnable> hold) {
        List<Runnable> taken = new ArrayList<>();
        try {
            MappingTable.forEach(start, bytes, mapping -> taken.add(hold.apply(mapping)));
            note(new Range(start, bytes), taken);
        } catch (Throwable e) {
            taken.forEach(Runnable::run);
            throw e;
        }
    }

    private synchronized void note(Range range, List<Runnable> taken) {
        held.computeIfAbsent(range, key -> new ArrayDeque<>()).add(taken);
    }

    /**
     * Undoes the first {@link #take} of the same range that is left.
     *
     * @throws IllegalStateException there is none
     */
    void letGo(long start, long bytes) {
        forget(new Range(start, bytes)).forEach(Runnable::run);
    }

    private synchronized List<Runnable> forget(Range range) {
        Deque<List<Runnable>> all = held.get(range);
        if (all == null) {
            throw new IllegalStateException(
                    "%d bytes at user address 0x%x are released more often than retained"
                            .formatted(range.bytes, range.start));
        }
        List<Runnable> taken = all.remove();
        if (all.isEmpty()) {
            held.remove(range);
        }
        return taken;
    }
}
