package dev.slat.memory.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which mappings each range named by a slot holds. A slot may name a range in which nothing is
 * mapped yet, so what a release undoes is what its retain found, not what is there now.
 *
 * <p>Threads: any; one lock, outside the monitors of mappings.
 */
final class Retentions {
    /** A range of user addresses, in bytes. */
    private record Range(long start, long bytes) {}

    private final Map<Range, Deque<List<HostMapping>>> held = new HashMap<>();

    synchronized void retain(long start, long bytes) {
        List<HostMapping> found = new ArrayList<>();
        try {
            MappingTable.forEach(
                    start,
                    bytes,
                    mapping -> {
                        mapping.retain();
                        found.add(mapping);
                    });
        } catch (IllegalStateException e) {
            found.forEach(HostMapping::release);
            throw e;
        }
        held.computeIfAbsent(new Range(start, bytes), range -> new ArrayDeque<>()).push(found);
    }

    synchronized void release(long start, long bytes) {
        Range range = new Range(start, bytes);
        Deque<List<HostMapping>> stack = held.get(range);
        if (stack == null) {
            throw new IllegalStateException(
                    "%d bytes at user address 0x%x are released more often than retained"
                            .formatted(bytes, start));
        }
        stack.pop().forEach(HostMapping::release);
        if (stack.isEmpty()) {
            held.remove(range);
        }
    }
}
