package dev.slat.memory.host;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Which mapping an hva lies in: two levels of tables, 1 GiB and 2 MiB (no two mappings share 2
 * MiB). A look-up is two loads and allocates nothing, which a sorted map's does.
 *
 * <p>Threads: look-ups any; an entry is written by its mapping's maker and closer alone, with
 * release, and loaded with acquire.
 */
final class MappingTable {
    /** The one of the window. */
    static final MappingTable WINDOW = new MappingTable(Window.size());

    private static final int BLOCK_SHIFT = 21;
    private static final int GIG_SHIFT = 30;
    private static final int FAN_OUT = 1 << (GIG_SHIFT - BLOCK_SHIFT);

    private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable HostMapping>> gigs;
    private final long size;

    MappingTable(long size) {
        this.size = size;
        gigs = new AtomicReferenceArray<>((int) (size >> GIG_SHIFT));
    }

    /** The mapping that an hva may lie in: the hva can be beyond its end, never before it. */
    @Nullable HostMapping find(long hva) {
        if (hva < 0 || hva >= size) {
            return null;
        }
        AtomicReferenceArray<@Nullable HostMapping> gig = gigs.getAcquire((int) (hva >> GIG_SHIFT));
        return gig == null ? null : gig.getAcquire((int) (hva >> BLOCK_SHIFT) & FAN_OUT - 1);
    }

    void add(HostMapping mapping) {
        set(mapping, mapping);
    }

    void remove(HostMapping mapping) {
        set(mapping, null);
    }

    private void set(HostMapping of, @Nullable HostMapping value) {
        for (long hva = of.hva(); hva < of.hva() + of.size(); hva += 1L << BLOCK_SHIFT) {
            int index = (int) (hva >> GIG_SHIFT);
            AtomicReferenceArray<@Nullable HostMapping> gig = gigs.getAcquire(index);
            if (gig == null) {
                AtomicReferenceArray<@Nullable HostMapping> fresh =
                        new AtomicReferenceArray<>(FAN_OUT);
                AtomicReferenceArray<@Nullable HostMapping> other =
                        gigs.compareAndExchange(index, null, fresh);
                gig = other == null ? fresh : other;
            }
            gig.setRelease((int) (hva >> BLOCK_SHIFT) & FAN_OUT - 1, value);
        }
    }

    /** Each mapping that shares a byte with a range of the window, once. */
    void forEach(long start, long bytes, Consumer<HostMapping> action) {
        long hva = start;
        while (hva < start + bytes) {
            HostMapping mapping = find(hva);
            if (mapping != null && hva < mapping.hva() + mapping.size()) {
                action.accept(mapping);
                hva = mapping.hva() + mapping.size();
            } else {
                hva = (hva >> BLOCK_SHIFT) + 1 << BLOCK_SHIFT;
            }
        }
    }
}
