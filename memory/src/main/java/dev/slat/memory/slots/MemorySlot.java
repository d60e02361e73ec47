package dev.slat.memory.slots;

import org.jspecify.annotations.Nullable;

/**
 * One memory slot: a range of guest frames and the host memory behind it. Immutable and complete
 * before it is published; a change makes a new object. Only the bits of its dirty bitmap change in
 * place.
 *
 * @param id the slot's number and, from bit 16, its address space: its identity over changes
 * @param baseGfn first guest frame
 * @param pages guest frames, at least one
 * @param userAddress where the memory of frame {@code baseGfn} is, in the {@link
 *     dev.slat.memory.host.HostSpace}
 * @param flags {@link #LOG_DIRTY} and {@link #READ_ONLY}
 * @param invalid being deleted or moved: it makes no new translation, but can still be torn down
 * @param dirty where written pages are marked, or null when the slot has no bitmap
 */
public record MemorySlot(
        int id,
        long baseGfn,
        long pages,
        long userAddress,
        int flags,
        boolean invalid,
        @Nullable DirtyBitmap dirty) {

    /** Written pages are recorded (KVM_MEM_LOG_DIRTY_PAGES). */
    public static final int LOG_DIRTY = 1;

    /** Guest stores go to the bus (KVM_MEM_READONLY). */
    public static final int READ_ONLY = 2;

    /** Bits of a page offset. */
    public static final int PAGE_SHIFT = 12;

    private static final int SPACE_SHIFT = 16;

    /** The part of a slot's identity that is its number. */
    public static int number(int id) {
        return id & ((1 << SPACE_SHIFT) - 1);
    }

    /** The part of a slot's identity that is its address space. */
    public static int addressSpace(int id) {
        return id >>> SPACE_SHIFT;
    }

    /** The address space whose frames it answers. */
    public int addressSpace() {
        return addressSpace(id);
    }

    /** Whether guest stores go to the bus. */
    public boolean readOnly() {
        return (flags & READ_ONLY) != 0;
    }

    /** Whether written pages are recorded. */
    public boolean logged() {
        return (flags & LOG_DIRTY) != 0;
    }

    /** Whether a guest frame is one of the slot's. */
    public boolean contains(long gfn) {
        return Long.compareUnsigned(gfn - baseGfn, pages) < 0;
    }

    /** The frame after the last. */
    public long endGfn() {
        return baseGfn + pages;
    }

    /** Bytes of its memory. */
    public long bytes() {
        return pages << PAGE_SHIFT;
    }

    /** The user address after its memory. */
    public long endUserAddress() {
        return userAddress + bytes();
    }

    /** The user address of a frame's first byte. */
    public long userAddressOf(long gfn) {
        return userAddress + ((gfn - baseGfn) << PAGE_SHIFT);
    }

    /** The frame of a user address in its memory. */
    public long gfnOf(long address) {
        return baseGfn + ((address - userAddress) >>> PAGE_SHIFT);
    }

    /** Whether another slot has the same frames of the guest and the same user memory. */
    boolean isAtPlaceOf(MemorySlot other) {
        return addressSpace() == other.addressSpace()
                && baseGfn == other.baseGfn
                && pages == other.pages
                && userAddress == other.userAddress;
    }

    /** This slot in the first of the two steps of its deletion or move. */
    MemorySlot invalidated() {
        return new MemorySlot(id, baseGfn, pages, userAddress, flags, true, dirty);
    }

    /** The same slot at another frame and with other flags and another log. */
    MemorySlot changed(long newBaseGfn, int newFlags, @Nullable DirtyBitmap log) {
        return new MemorySlot(id, newBaseGfn, pages, userAddress, newFlags, false, log);
    }

    @Override
    public String toString() {
        return "slot %d at 0x%x, %d pages%s"
                .formatted(id, baseGfn << PAGE_SHIFT, pages, invalid ? ", invalid" : "");
    }
}
