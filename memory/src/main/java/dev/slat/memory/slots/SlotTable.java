package dev.slat.memory.slots;

import dev.slat.memory.host.HostMapping;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * All memory slots at one moment: an immutable snapshot, sorted by guest frame. A writer publishes
 * a new one with release; a reader loads it with acquire inside a read section and uses that one
 * snapshot for the whole of an operation.
 */
public final class SlotTable {
    /** A guest without memory. */
    static final SlotTable EMPTY = new SlotTable(new MemorySlot[0]);

    private final MemorySlot[] byGfn;
    private final long[] bases;

    private SlotTable(MemorySlot[] byGfn) {
        this.byGfn = byGfn;
        this.bases = new long[byGfn.length];
        for (int i = 0; i < byGfn.length; i++) {
            bases[i] = byGfn[i].baseGfn();
        }
    }

    /** The slot that contains a guest frame, an invalid one included, or null. */
    public @Nullable MemorySlot find(long gfn) {
        int index = Arrays.binarySearch(bases, gfn);
        int candidate = index >= 0 ? index : -index - 2;
        return candidate >= 0 && byGfn[candidate].contains(gfn) ? byGfn[candidate] : null;
    }

    /** The slot with a number, or null. */
    public @Nullable MemorySlot byId(int id) {
        for (MemorySlot slot : byGfn) {
            if (slot.id() == id) {
                return slot;
            }
        }
        return null;
    }

    /** The mapping behind each slot, once a slot. */
    List<HostMapping> mappings() {
        return Arrays.stream(byGfn).map(MemorySlot::mapping).toList();
    }

    /** A slot with another number that shares a frame with the range, or null. */
    @Nullable MemorySlot overlapping(long baseGfn, long pages, int exceptId) {
        for (MemorySlot slot : byGfn) {
            if (slot.id() != exceptId
                    && baseGfn < slot.endGfn()
                    && slot.baseGfn() < baseGfn + pages) {
                return slot;
            }
        }
        return null;
    }

    /** This table with {@code slot} in the place of the one with its number, or added. */
    SlotTable with(MemorySlot slot) {
        MemorySlot[] rest = without(slot.id()).byGfn;
        MemorySlot[] more = Arrays.copyOf(rest, rest.length + 1);
        int at = 0;
        while (at < rest.length && rest[at].baseGfn() < slot.baseGfn()) {
            at++;
        }
        System.arraycopy(rest, at, more, at + 1, rest.length - at);
        more[at] = slot;
        return new SlotTable(more);
    }

    /** This table without a slot. */
    SlotTable without(int id) {
        return new SlotTable(
                Arrays.stream(byGfn).filter(slot -> slot.id() != id).toArray(MemorySlot[]::new));
    }
}
