package dev.slat.memory.iommu;

import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotTable;

import org.jspecify.annotations.Nullable;

/**
 * The slots that a device reaches, at one moment: a snapshot that is published whole.
 *
 * <p>Threads: any, inside the read section in which it was loaded.
 */
public final class MappedSlots {
    /** Devices reach the first address space. */
    static final int SPACE = 0;

    final SlotTable slots;

    /**
     * The slot that answered last: most accesses hit it again. A race on it is harmless: whatever
     * slot is read here is one of this very snapshot, and complete, for its fields are final.
     */
    private @Nullable MemorySlot hint;

    MappedSlots(SlotTable slots) {
        this.slots = slots;
    }

    /** The slot that contains a frame, or null where the device has no memory. */
    public @Nullable MemorySlot find(long gfn) {
        MemorySlot last = hint;
        if (last != null && last.contains(gfn)) {
            return last;
        }
        MemorySlot slot = slots.find(SPACE, gfn);
        if (slot != null) {
            hint = slot;
        }
        return slot;
    }
}
