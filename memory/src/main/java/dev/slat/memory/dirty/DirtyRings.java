package dev.slat.memory.dirty;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;
import dev.slat.memory.slots.SlotTable;
import dev.slat.memory.stage2.Stage2;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The dirty rings of all harts (KVM_CAP_DIRTY_LOG_RING, KVM_RESET_DIRTY_RINGS). What the host and
 * devices write has no hart, and is marked in the slot's bitmap, which {@link DirtyLog#get} takes
 * (KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP); KVM without that drops it.
 *
 * <p>Threads: the caller of all but {@link #attach} and {@link #detach} holds {@code slotsLock}.
 */
public final class DirtyRings {
    private static final int PAGES_IN_WORD = Long.SIZE;

    private final MemorySlots slots;
    private final Stage2 stage2;
    private final List<DirtyRing> rings = new CopyOnWriteArrayList<>();

    /** Entries of each ring; 0 without rings. */
    private volatile int size;

    /** No rings yet. */
    @SuppressWarnings("exports") // for this module
    public DirtyRings(MemorySlots slots, Stage2 stage2) {
        this.slots = slots;
        this.stage2 = stage2;
    }

    /**
     * Switches rings on for harts to come.
     *
     * @throws GuestMemoryException EINVAL for a bad size, or when they are on; E2BIG for too many
     */
    public void enable(int entries) {
        DirtyRing.requireSize(entries);
        if (size != 0) {
            throw new GuestMemoryException(
                    Errno.EINVAL, "dirty rings of %d entries are on".formatted(size));
        }
        size = entries;
        slots.useDirtyRings();
    }

    /** The ring of a new hart, or null without rings. */
    public @Nullable DirtyRing attach() {
        if (size == 0) {
            return null;
        }
        DirtyRing ring = new DirtyRing(size);
        rings.add(ring);
        return ring;
    }

    /**
     * The hart is gone. The pages that its ring still holds can be written unseen, so they are
     * marked in the bitmaps. The caller is inside a read section.
     */
    public void detach(DirtyRing ring) {
        rings.remove(ring);
        SlotTable table = slots.current();
        ring.forEachLeft(
                (id, page) -> {
                    MemorySlot slot = table.byId(id);
                    if (slot != null && slot.dirty() != null && page < slot.pages()) {
                        slot.dirty().mark(page);
                    }
                });
    }

    /**
     * Protects the pages of all harvested entries and frees the entries. Entries may outlive their
     * slots: those count, and nothing is protected.
     *
     * @return how many entries
     * @throws GuestMemoryException EINVAL without rings
     */
    public int reset() {
        if (size == 0) {
            throw new GuestMemoryException(Errno.EINVAL, "there are no dirty rings");
        }
        SlotTable table = slots.current();
        Run run = new Run(table);
        int count = 0;
        for (DirtyRing ring : rings) {
            count += ring.reset(run);
        }
        run.finish();
        if (run.due) {
            stage2.flush();
        }
        return count;
    }

    /** Protects pages of one word of a slot at once, as long as they come one after another. */
    private final class Run implements DirtyRing.Visitor {
        private final SlotTable table;
        private int slot = -1;
        private long word;
        private long mask;
        private boolean due;

        Run(SlotTable table) {
            this.table = table;
        }

        @Override
        public void dirty(int id, long page) {
            if (id != slot || page / PAGES_IN_WORD != word) {
                finish();
                slot = id;
                word = page / PAGES_IN_WORD;
            }
            mask |= 1L << page;
        }

        void finish() {
            MemorySlot present = mask == 0 ? null : table.byId(slot);
            if (present != null) {
                due = stage2.protectWord(table, present, word * PAGES_IN_WORD, mask, due);
            }
            mask = 0;
        }
    }
}
