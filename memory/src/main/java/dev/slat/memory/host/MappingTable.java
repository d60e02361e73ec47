package dev.slat.memory.host;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * Which mapping an hva lies in: two levels of tables, 1 GiB and 2 MiB (no two mappings share 2
 * MiB). A look-up is two loads and allocates nothing, which a sorted map's does.
 *
 * <p>Threads: look-ups any; an entry is written by its mapping's maker and closer alone, with
 * release, and loaded with acquire.
 */
final class MappingTable {
    private static final int BLOCK_SHIFT = 21;
    private static final int GIG_SHIFT = 30;
    private static final int FAN_OUT = 1 << (GIG_SHIFT - BLOCK_SHIFT);

    private static final VarHandle GIG = MethodHandles.arrayElementVarHandle(HostMapping[][].class);
    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(HostMapping[].class);

    /** Static, as the window is: a look-up begins at a constant. */
    private static final @Nullable HostMapping[] @Nullable [] GIGS =
            new HostMapping[(int) (Window.size() >> GIG_SHIFT)][];

    private MappingTable() {}

    /** The mapping that an hva may lie in: the hva can be beyond its end, never before it. */
    static @Nullable HostMapping find(long hva) {
        if (hva < 0 || hva >= Window.size()) {
            return null;
        }
        @Nullable HostMapping @Nullable [] gig = gig((int) (hva >> GIG_SHIFT));
        return gig == null
                ? null
                : (HostMapping) ENTRY.getAcquire(gig, (int) (hva >> BLOCK_SHIFT) & (FAN_OUT - 1));
    }

    private static @Nullable HostMapping @Nullable [] gig(int index) {
        return (HostMapping[]) GIG.getAcquire(GIGS, index);
    }

    static void add(HostMapping mapping) {
        set(mapping, mapping);
    }

    static void remove(HostMapping mapping) {
        set(mapping, null);
    }

    private static void set(HostMapping of, @Nullable HostMapping value) {
        for (long hva = of.hva(); hva < of.hva() + of.size(); hva += 1L << BLOCK_SHIFT) {
            int index = (int) (hva >> GIG_SHIFT);
            @Nullable HostMapping @Nullable [] gig = gig(index);
            if (gig == null) {
                @Nullable HostMapping[] fresh = new HostMapping[FAN_OUT];
                @Nullable HostMapping @Nullable [] other =
                        (HostMapping[]) GIG.compareAndExchange(GIGS, index, null, fresh);
                gig = other == null ? fresh : other;
            }
            ENTRY.setRelease(gig, (int) (hva >> BLOCK_SHIFT) & (FAN_OUT - 1), value);
        }
    }

    /** Each mapping that shares a byte with a range of the window, once. */
    static void forEach(long start, long bytes, Consumer<HostMapping> action) {
        long hva = start;
        while (hva < start + bytes) {
            HostMapping mapping = find(hva);
            if (mapping != null && hva < mapping.hva() + mapping.size()) {
                action.accept(mapping);
                hva = mapping.hva() + mapping.size();
            } else {
                hva = ((hva >> BLOCK_SHIFT) + 1) << BLOCK_SHIFT;
            }
        }
    }
}
