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
    /** Frames have at most 52 bits; the address space stands above them. */
    private static final int SPACE_SHIFT = 52;

    /** Bits of a slot's identity, below a user page number of 47 bits. */
    private static final int ID_BITS = 17;

    private static final SlotTree.Order BY_GFN =
            new SlotTree.Order() {
                @Override
                public long key(MemorySlot slot) {
                    return start(slot);
                }

                @Override
                public long start(MemorySlot slot) {
                    return SlotTable.key(slot.addressSpace(), slot.baseGfn());
                }

                @Override
                public long end(MemorySlot slot) {
                    return start(slot) + slot.pages();
                }
            };

    private static final SlotTree.Order BY_ID =
            new SlotTree.Order() {
                @Override
                public long key(MemorySlot slot) {
                    return slot.id();
                }

                @Override
                public long start(MemorySlot slot) {
                    return slot.id();
                }

                @Override
                public long end(MemorySlot slot) {
                    return slot.id() + 1L;
                }
            };

    private static final SlotTree.Order BY_USER_PAGE =
            new SlotTree.Order() {
                @Override
                public long key(MemorySlot slot) {
                    return (start(slot) << ID_BITS) | slot.id();
                }

                @Override
                public long start(MemorySlot slot) {
                    return slot.userAddress() >>> MemorySlot.PAGE_SHIFT;
                }

                @Override
                public long end(MemorySlot slot) {
                    return start(slot) + slot.pages();
                }
            };

    /** A guest without memory. */
    public static final SlotTable EMPTY =
            new SlotTable(
                    new SlotTree(BY_GFN),
                    new SlotTree(BY_ID),
                    new SlotTree(BY_USER_PAGE),
                    AliasTable.EMPTY);

    private final SlotTree byGfn;
    private final SlotTree byId;
    private final SlotTree byUserPage;
    private final AliasTable aliases;

    private SlotTable(SlotTree byGfn, SlotTree byId, SlotTree byUserPage, AliasTable aliases) {
        this.byGfn = byGfn;
        this.byId = byId;
        this.byUserPage = byUserPage;
        this.aliases = aliases;
    }

    private static long key(int addressSpace, long gfn) {
        return ((long) addressSpace << SPACE_SHIFT) | gfn;
    }

    /** The slot that contains a guest frame, an invalid one included, or null. */
    public @Nullable MemorySlot find(int addressSpace, long gfn) {
        if (gfn >>> SPACE_SHIFT != 0) {
            return null;
        }
        MemorySlot slot = byGfn.floor(key(addressSpace, gfn));
        return slot != null && slot.contains(gfn) && slot.addressSpace() == addressSpace
                ? slot
                : null;
    }

    /** The slot with an identity, or null. */
    public @Nullable MemorySlot byId(int id) {
        return byId.get(id);
    }

    /** How many slots there are. */
    public int size() {
        return byId.size();
    }

    /** Shows all slots, by identity. */
    public void forEach(Consumer<? super MemorySlot> visitor) {
        byId.forEachOverlapping(0, Long.MAX_VALUE, visitor);
    }

    /** Shows every slot that shares a frame with the range. */
    public void forEachInFrames(
            int addressSpace, long gfn, long pages, Consumer<? super MemorySlot> visitor) {
        byGfn.forEachOverlapping(key(addressSpace, gfn), key(addressSpace, gfn) + pages, visitor);
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
        SlotTable rest = without(slot.id());
        return new SlotTable(
                rest.byGfn.with(slot), rest.byId.with(slot), rest.byUserPage.with(slot), aliases);
    }

    /** This table without a slot. */
    public SlotTable without(int id) {
        MemorySlot old = byId(id);
        return old == null
                ? this
                : new SlotTable(
                        byGfn.without(BY_GFN.key(old)),
                        byId.without(BY_ID.key(old)),
                        byUserPage.without(BY_USER_PAGE.key(old)),
                        aliases);
    }

    /** This table with other aliases. */
    SlotTable with(AliasTable changed) {
        return new SlotTable(byGfn, byId, byUserPage, changed);
    }
}
