package dev.slat.memory.dirty;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.slots.DirtyBitmap;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;
import dev.slat.memory.slots.MemorySlots.DirtyMode;
import dev.slat.memory.stage2.Stage2;

import java.util.Arrays;
import java.util.Objects;

/**
 * How the logs of written pages are taken: KVM_GET_DIRTY_LOG, KVM_CLEAR_DIRTY_LOG and the
 * capability KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 (Linux, Documentation/virt/kvm/api.rst).
 *
 * <h2>Nothing is lost</h2>
 *
 * At any time each page of a logged slot is either marked or not writable without a fault. A fault
 * marks first and makes the page writable second. Taking marks clears the bit first and protects
 * the page second, under the write side of mmuLock, so that no fault comes between; then the harts
 * are flushed, and only then the caller gets the bits. A write between the clearing and the flush
 * goes through an old translation, and is covered: the caller copies the page after that.
 *
 * <p>Threads: the caller holds {@code slotsLock} and is outside every read section.
 */
public final class DirtyLog {
    /** Manual protocol (KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE). */
    public static final int MANUAL = 1;

    /** A new log has all pages marked (KVM_DIRTY_LOG_INITIALLY_SET). */
    public static final int INITIALLY_SET = 2;

    private final MemorySlots slots;
    private final Stage2 stage2;

    /** The logs of these slots. */
    @SuppressWarnings("exports") // for this module
    public DirtyLog(MemorySlots slots, Stage2 stage2) {
        this.slots = slots;
        this.stage2 = stage2;
    }

    /**
     * Chooses the protocol for logs that begin later.
     *
     * @param options {@link #MANUAL}, with or without {@link #INITIALLY_SET}; 0 for neither
     * @throws GuestMemoryException EINVAL for others
     */
    public void setProtocol(long options) {
        if (options == 0) {
            slots.setDirtyMode(DirtyMode.GET_CLEARS);
        } else if (options == MANUAL) {
            slots.setDirtyMode(DirtyMode.MANUAL);
        } else if (options == (MANUAL | INITIALLY_SET)) {
            slots.setDirtyMode(DirtyMode.MANUAL_INITIALLY_SET);
        } else {
            throw new GuestMemoryException(
                    Errno.EINVAL, "unknown options 0x%x of the dirty log".formatted(options));
        }
    }

    /**
     * The pages that were written since the log began or was last cleared; clears it, but in the
     * manual protocols.
     *
     * @throws GuestMemoryException EINVAL for a bad number; ENOENT without a slot or a log
     */
    public long[] get(int id) {
        slots.requireUserSlot(id);
        MemorySlot slot = loggedSlot(id);
        DirtyBitmap bitmap = Objects.requireNonNull(slot.dirty());
        if (isManual()) {
            return bitmap.copy();
        }
        long[] taken = new long[bitmap.words()];
        stage2.protectPages(
                slots.current(),
                slot,
                0,
                bitmap.words(),
                new Stage2.WordTaker() {
                    @Override
                    public long take(int word) {
                        taken[word] = bitmap.take(word);
                        return taken[word];
                    }

                    @Override
                    public long peek(int word) {
                        return bitmap.word(word);
                    }
                });
        return taken;
    }

    /**
     * Clears marks of the pages whose bit is set, bit 0 being page {@code first}. Marks of pages
     * that were not written are ignored.
     *
     * @param first a multiple of 64
     * @param pages a multiple of 64, unless the range reaches the slot's end
     * @throws GuestMemoryException EINVAL for a bad number or range; ENOENT without a log
     */
    public void clear(int id, long first, long pages, long[] bits) {
        slots.requireUserSlot(id);
        if (first % Long.SIZE != 0) {
            throw refuse("page %d is not a multiple of 64".formatted(first));
        }
        MemorySlot slot = loggedSlot(id);
        DirtyBitmap bitmap = Objects.requireNonNull(slot.dirty());
        long room = slot.pages() - first;
        if (first < 0
                || room < 0
                || pages < 0
                || pages > room
                || (pages < room && pages % Long.SIZE != 0)) {
            throw refuse("%d pages from page %d are no range of %s".formatted(pages, first, slot));
        }
        int words = (int) ((pages + Long.SIZE - 1) / Long.SIZE);
        if (bits.length < words) {
            throw new GuestMemoryException(
                    Errno.EFAULT, "%d words of bits for %d pages".formatted(bits.length, pages));
        }
        int base = (int) (first / Long.SIZE);
        stage2.protectPages(
                slots.current(),
                slot,
                base,
                base + words,
                new Stage2.WordTaker() {
                    @Override
                    public long take(int word) {
                        return bits[word - base] == 0 ? 0 : bitmap.take(word, bits[word - base]);
                    }

                    @Override
                    public long peek(int word) {
                        return bitmap.word(word) & bits[word - base];
                    }
                });
    }

    private boolean isManual() {
        return slots.dirtyMode() != DirtyMode.GET_CLEARS;
    }

    private MemorySlot loggedSlot(int id) {
        MemorySlot slot = slots.current().byId(id);
        if (slot == null || slot.dirty() == null) {
            throw new GuestMemoryException(Errno.ENOENT, "slot 0x%x has no log".formatted(id));
        }
        return slot;
    }

    private static GuestMemoryException refuse(String why) {
        return new GuestMemoryException(Errno.EINVAL, why);
    }

    /** Whether each page of a logged slot is marked or cannot be written unseen: for checks. */
    public void validate() {
        slots.current()
                .forEach(
                        slot -> {
                            DirtyBitmap bitmap = slot.dirty();
                            if (bitmap == null || slots.hasDirtyRings()) {
                                return;
                            }
                            Long page = stage2.firstUnlogged(slots.current(), slot, bitmap::copy);
                            if (page != null) {
                                throw new IllegalStateException(
                                        "page %d of %s is writable and not marked: %s"
                                                .formatted(
                                                        page,
                                                        slot,
                                                        Arrays.toString(
                                                                new long[] {
                                                                    bitmap.word((int) (page >>> 6))
                                                                })));
                            }
                        });
    }
}
