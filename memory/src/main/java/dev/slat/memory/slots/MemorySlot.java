package dev.slat.memory.slots;

import dev.slat.memory.host.HostMapping;

import org.jspecify.annotations.Nullable;

/**
 * One memory slot: a range of guest frames and the host memory behind it. Immutable and complete
 * before it is published; a change makes a new object. Only the bits of its dirty bitmap change in
 * place.
 *
 * @param id the slot's number, its identity over changes
 * @param baseGfn first guest frame
 * @param pages guest frames, at least one
 * @param mapping what owns the host memory
 * @param hva where frame {@code baseGfn} lies in the window
 * @param readOnly guest stores go to the bus
 * @param invalid being deleted or moved: it makes no new translation, but can still be torn down
 * @param dirty where written pages are marked, or null when the slot is not logged
 */
public record MemorySlot(
        int id,
        long baseGfn,
        long pages,
        HostMapping mapping,
        long hva,
        boolean readOnly,
        boolean invalid,
        @Nullable DirtyBitmap dirty) {

    /** Bits of a page offset. */
    public static final int PAGE_SHIFT = 12;

    /** Whether a guest frame is one of the slot's. */
    public boolean contains(long gfn) {
        return gfn - baseGfn >= 0 && gfn - baseGfn < pages;
    }

    /** The frame after the last. */
    public long endGfn() {
        return baseGfn + pages;
    }

    /** The hva of a frame's first byte. */
    public long hvaOf(long gfn) {
        return hva + ((gfn - baseGfn) << PAGE_SHIFT);
    }

    /** Records a write to a frame, if the slot is logged. */
    public void markDirty(long gfn) {
        DirtyBitmap log = dirty;
        if (log != null) {
            log.mark(gfn - baseGfn);
        }
    }

    /** This slot in the first of the two steps of its deletion or move. */
    MemorySlot invalidated() {
        return new MemorySlot(id, baseGfn, pages, mapping, hva, readOnly, true, dirty);
    }
}
