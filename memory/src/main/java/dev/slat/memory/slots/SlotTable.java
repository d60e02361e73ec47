package dev.slat.memory.slots;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * All memory slots and aliases at one moment: an immutable snapshot. A writer publishes a new one
 * with release; a reader loads it with acquire inside a read section and uses that one snapshot for
 * the whole of an operation.
 *
 * <p>The slots stand in three orders: by frame, by number and by user address.
 */
public final class SlotTable {
    /** A guest without memory. */
    public static final SlotTable EMPTY =
            new SlotTable(
                    RangeTree.EMPTY,
                    RangeTree.EMPTY,
                    RangeTree.EMPTY,
                    UserPageTree.EMPTY,
                    AliasTable.EMPTY);

    /** The frames of the first address space. */
    private final RangeTree byGfn;

    /** The frames of the second. */
    private final RangeTree byGfnOfSecond;

    private final RangeTree byId;
    private final UserPageTree byUserPage;
    private final AliasTable aliases;

    private SlotTable(
            RangeTree byGfn,
            RangeTree byGfnOfSecond,
            RangeTree byId,
            UserPageTree byUserPage,
            AliasTable aliases) {
        this.byGfn = byGfn;
        this.byGfnOfSecond = byGfnOfSecond;
        this.byId = byId;
        this.byUserPage = byUserPage;
        this.aliases = aliases;
    }

    /** The slot that contains a guest frame, an invalid one included, or null. */
    public @Nullable MemorySlot find(int addressSpace, long gfn) {
        return frames(addressSpace).find(gfn);
    }

    /** The slot with an identity, or null. */
    public @Nullable MemorySlot byId(int id) {
        return byId.find(id);
    }

    /** Shows all slots, by identity. */
    public void forEach(Consumer<? super MemorySlot> visitor) {
        byId.forEach(0, Long.MAX_VALUE, visitor);
    }

    /** Shows every slot that shares a frame with the range. */
    public void forEachInFrames(
            int addressSpace, long gfn, long pages, Consumer<? super MemorySlot> visitor) {
        frames(addressSpace).forEach(gfn, gfn + pages, visitor);
    }

    /** Shows every slot, an invalid one included, that has memory in a range of user addresses. */
    public void forEachInUserRange(long start, long end, Consumer<? super MemorySlot> visitor) {
        byUserPage.forEachOverlapping(
                start >>> MemorySlot.PAGE_SHIFT,
                (end + (1L << MemorySlot.PAGE_SHIFT) - 1) >>> MemorySlot.PAGE_SHIFT,
                visitor);
    }

    /** The frame that a frame stands for, or {@link AliasTable#INVALID} while that changes. */
    public long unalias(int addressSpace, long gfn) {
        return aliases.isEmpty() ? gfn : aliases.resolve(addressSpace, gfn);
    }

    /** The aliases of guest frames. */
    public AliasTable aliases() {
        return aliases;
    }

    /** This table with {@code slot} in the place of the one with its identity, or added. */
    public SlotTable with(MemorySlot slot) {
        MemorySlot old = byId(slot.id());
        if (old != null && !old.isAtPlaceOf(slot)) {
            return without(slot.id()).with(slot);
        }
        RangeTree frames = frames(slot.addressSpace()).with(slot.baseGfn(), slot.endGfn(), slot);
        return changed(
                slot.addressSpace(),
                frames,
                byId.with(slot.id(), slot.id() + 1L, slot),
                byUserPage.with(slot));
    }

    /** This table without a slot. */
    public SlotTable without(int id) {
        MemorySlot old = byId(id);
        if (old == null) {
            return this;
        }
        RangeTree frames = frames(old.addressSpace()).without(old.baseGfn(), old.endGfn());
        return changed(
                old.addressSpace(), frames, byId.without(id, id + 1L), byUserPage.without(old));
    }

    private RangeTree frames(int addressSpace) {
        return addressSpace == 0 ? byGfn : byGfnOfSecond;
    }

    private SlotTable changed(
            int addressSpace, RangeTree frames, RangeTree ids, UserPageTree userPages) {
        return addressSpace == 0
                ? new SlotTable(frames, byGfnOfSecond, ids, userPages, aliases)
                : new SlotTable(byGfn, frames, ids, userPages, aliases);
    }

    /** This table with other aliases. */
    SlotTable with(AliasTable changed) {
        return new SlotTable(byGfn, byGfnOfSecond, byId, byUserPage, changed);
    }
}
