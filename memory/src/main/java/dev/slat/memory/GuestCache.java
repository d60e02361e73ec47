package dev.slat.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;
import dev.slat.memory.slots.SlotTable;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * A range of guest memory that is used again and again: the slot that backs it is looked up once
 * for each generation of the slots, as KVM's gfn_to_hva_cache does (Linux, virt/kvm/kvm_main.c). A
 * range over several slots, or a guest with aliases, is checked as often and accessed the long way.
 *
 * <p>Threads: one at a time. Memory ordering: the generation is read inside the read section of the
 * access. A change marks it as in progress before it waits for sections, so a slot whose generation
 * still stands stays until the section ends. Pages are found anew at each access: the host may move
 * them without a change of slots. Made by {@link GuestMemory#cache}.
 *
 * <p>Errors: {@link GuestMemoryException} with EINVAL for a part outside the range; with EFAULT
 * when something of the whole range has no memory, the host has none, or a write meets read-only
 * memory.
 */
public final class GuestCache {
    private static final long NEVER = -1;

    private final GuestMemory memory;
    private final GuestAccess access;
    private final long gpa;
    private final long length;

    /** The generation in which the range was looked up. */
    private long checked = NEVER;

    /** What backs all of it in that generation, or null when that is no single slot. */
    private @Nullable MemorySlot slot;

    GuestCache(GuestMemory memory, GuestAccess access, long gpa, long length) {
        if (length <= 0 || gpa < 0 || gpa + length < 0) {
            throw new GuestMemoryException(
                    Errno.EINVAL, "0x%x bytes at 0x%x are no range".formatted(length, gpa));
        }
        this.memory = memory;
        this.access = access;
        this.gpa = gpa;
        this.length = length;
    }

    /** Copies out, from {@code offset} bytes into the range. */
    public void read(long offset, MemorySegment to) {
        use(offset, to.byteSize(), false, (hva, done, bytes) -> Window.get(hva, to, done, bytes));
    }

    /** Copies in, and marks the pages dirty. */
    public void write(long offset, MemorySegment from) {
        use(
                offset,
                from.byteSize(),
                true,
                (hva, done, bytes) -> Window.put(hva, from, done, bytes));
    }

    private void use(long offset, long bytes, boolean write, GuestAccess.Part part) {
        if (offset < 0 || bytes > length - offset) {
            throw new GuestMemoryException(
                    Errno.EINVAL,
                    "%d bytes at %d are not within a cache of %d".formatted(bytes, offset, length));
        }
        long at = gpa + offset;
        long done = 0;
        while (true) {
            try (var _ = memory.enter()) {
                MemorySlot only = look();
                done =
                        only == null
                                ? access.forEachPage(at, bytes, done, write, part)
                                : access.forEachPageOf(only, at, bytes, done, write, part);
            }
            if (done >= bytes) {
                return;
            }
            GuestAccess.awaitHostPage();
        }
    }

    /** Inside a section: the slot that backs the whole range, or null if several do. */
    private @Nullable MemorySlot look() {
        long generation = memory.generation(); // before the table, so never newer than it
        if (generation == checked) {
            return slot;
        }
        checked = NEVER;
        SlotTable table = memory.slotTable();
        if (!access.isBacked(table, gpa, length, false)) {
            throw new GuestMemoryException(
                    Errno.EFAULT,
                    "nothing backs 0x%x bytes at 0x%x (pages of %d)"
                            .formatted(length, gpa, HostMapping.PAGE));
        }
        slot = onlySlot(table);
        // While a change is under way, what was found may be of the old table: not kept.
        checked = (generation & MemorySlots.IN_PROGRESS) == 0 ? generation : NEVER;
        return slot;
    }

    private @Nullable MemorySlot onlySlot(SlotTable table) {
        if (!table.aliases().isEmpty()) {
            return null;
        }
        MemorySlot first = GuestAccess.find(table, 0, gpa >>> MemorySlot.PAGE_SHIFT);
        long last = (gpa + length - 1) >>> MemorySlot.PAGE_SHIFT;
        return first != null && first.contains(last) ? first : null;
    }
}
