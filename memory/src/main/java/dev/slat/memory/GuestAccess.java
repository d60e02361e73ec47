package dev.slat.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.host.Window;
import dev.slat.memory.slots.AliasTable;
import dev.slat.memory.slots.DirtyBitmap;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;
import dev.slat.memory.slots.SlotTable;
import dev.slat.memory.stage2.Stage2;
import dev.slat.srcu.Srcu;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/**
 * The host's own access to guest memory, page by page: kvm_read_guest, kvm_write_guest and their
 * kin (Linux, virt/kvm/kvm_main.c).
 *
 * <p>Threads: any. Each page is used inside a read section, in which it was seen not to be going
 * away; if it is, the access leaves the section, waits a moment and goes on. A page that is written
 * is marked dirty after its bytes, in the same section: whoever takes the log in between gets it
 * next time.
 */
final class GuestAccess {
    private static final long PAGE = HostMapping.PAGE;

    /** About as long as a host page takes to change. */
    private static final long RETRY_NANOS = 20_000;

    private final Srcu srcu;
    private final MemorySlots slots;
    private final Stage2 stage2;
    private final HostSpace host;
    private final int space;

    GuestAccess(Srcu srcu, MemorySlots slots, Stage2 stage2, HostSpace host, int space) {
        this.srcu = srcu;
        this.slots = slots;
        this.stage2 = stage2;
        this.host = host;
        this.space = space;
    }

    /** Marks a page of a slot, if it is logged. */
    static void mark(MemorySlot slot, long gfn) {
        DirtyBitmap log = slot.dirty();
        if (log != null) {
            log.mark(gfn - slot.baseGfn());
        }
    }

    /** The slot that answers for a frame, an invalid one included, or null. */
    static @Nullable MemorySlot find(SlotTable table, int space, long gfn) {
        long target = table.unalias(space, gfn);
        return target == AliasTable.INVALID ? null : table.find(space, target);
    }

    /** Copies out. */
    void read(long gpa, MemorySegment to) {
        forEachPage(
                gpa,
                to.byteSize(),
                false,
                (hva, offset, length) -> Window.get(hva, to, offset, length));
    }

    /** Copies in. */
    void write(long gpa, MemorySegment from) {
        forEachPage(
                gpa,
                from.byteSize(),
                true,
                (hva, offset, length) -> Window.put(hva, from, offset, length));
    }

    /** Fills with zeros. */
    void clear(long gpa, long bytes) {
        forEachPage(gpa, bytes, true, (hva, offset, length) -> Window.fill(hva, length, (byte) 0));
    }

    /** What to do with a part of a page. */
    interface Part {
        /** A part that lies at {@code hva}, {@code offset} bytes from the start of the access. */
        void at(long hva, long offset, long length);
    }

    /**
     * Visits the pages of a range in order.
     *
     * @throws GuestMemoryException EFAULT at the first that is not there; those before are done
     */
    void forEachPage(long gpa, long bytes, boolean write, Part part) {
        long done = 0;
        while (true) {
            try (var _ = srcu.enter()) {
                done = forEachPage(gpa, bytes, done, write, part);
            }
            if (done >= bytes) {
                return;
            }
            awaitHostPage();
        }
    }

    /** Outside every section: waits a moment for a page that is going away. */
    static void awaitHostPage() {
        LockSupport.parkNanos(RETRY_NANOS);
    }

    /** Inside a section, as far as no page is going away; returns how many bytes are done. */
    long forEachPage(long gpa, long bytes, long from, boolean write, Part part) {
        long done = from;
        while (done < bytes) {
            long address = gpa + done;
            long length = inPage(address, bytes - done);
            SlotTable table = slots.current();
            long target = table.unalias(space, address >>> MemorySlot.PAGE_SHIFT);
            MemorySlot slot = target == AliasTable.INVALID ? null : table.find(space, target);
            if (!use(usable(slot, write, address), target, address, done, length, write, part)) {
                return done;
            }
            done += length;
        }
        return done;
    }

    /**
     * As {@link #forEachPage}, inside a read section, of a slot that the caller knows to answer for
     * all of the range itself; it is of the table that is present in the section.
     *
     * @param from bytes that are done already
     * @return bytes that are done; fewer than all when a page is going away
     */
    long forEachPageOf(MemorySlot slot, long gpa, long bytes, long from, boolean write, Part part) {
        usable(slot, write, gpa + from);
        long done = from;
        while (done < bytes) {
            long address = gpa + done;
            long length = inPage(address, bytes - done);
            long gfn = address >>> MemorySlot.PAGE_SHIFT;
            if (!use(slot, gfn, address, done, length, write, part)) {
                return done;
            }
            done += length;
        }
        return done;
    }

    private static long inPage(long address, long bytes) {
        return Math.min(bytes, PAGE - (address & (PAGE - 1)));
    }

    /** A part of a page; false, and nothing happened, when the page is going away. */
    private boolean use(
            MemorySlot slot,
            long gfn,
            long address,
            long done,
            long length,
            boolean write,
            Part part) {
        if (stage2.isGoing(slot.userAddressOf(gfn))) {
            return false;
        }
        part.at(resolve(slot, gfn, write, address), done, length);
        if (write) {
            mark(slot, gfn);
        }
        return true;
    }

    /** What an access to an aligned number of up to 8 bytes gives. */
    long atomic(long gpa, int size, boolean write, LongUnaryOperator access) {
        long[] result = new long[1];
        forEachPage(
                aligned(gpa, size),
                size,
                write,
                (hva, offset, length) -> result[0] = access.applyAsLong(hva));
        return result[0];
    }

    /** The address, if it is naturally aligned: an atomic access lies in one page. */
    static long aligned(long gpa, int size) {
        if ((gpa & (size - 1)) != 0) {
            throw new GuestMemoryException(
                    Errno.EINVAL,
                    "0x%x: not a multiple of %d, for an atomic access".formatted(gpa, size));
        }
        return gpa;
    }

    /** The bytes up to the first zero byte. */
    byte[] readString(long gpa, int most) {
        byte[] bytes = new byte[most];
        int length = 0;
        while (length < most) {
            int part = (int) Math.min(most - length, PAGE - ((gpa + length) & (PAGE - 1)));
            read(gpa + length, MemorySegment.ofArray(bytes).asSlice(length, part));
            for (int end = length + part; length < end; length++) {
                if (bytes[length] == 0) {
                    return Arrays.copyOf(bytes, length);
                }
            }
        }
        throw new GuestMemoryException(
                Errno.EINVAL, "no zero byte in %d bytes at 0x%x".formatted(most, gpa));
    }

    private static MemorySlot usable(@Nullable MemorySlot slot, boolean write, long gpa) {
        if (slot == null || slot.invalid() || (write && slot.readOnly())) {
            throw new GuestMemoryException(
                    Errno.EFAULT,
                    "no %s memory at guest address 0x%x"
                            .formatted(write ? "writable" : "guest", gpa));
        }
        return slot;
    }

    private long resolve(MemorySlot slot, long gfn, boolean write, long gpa) {
        long page = host.hva(slot.userAddressOf(gfn), write);
        if (page == HostPage.FAULT) {
            throw new GuestMemoryException(
                    Errno.EFAULT,
                    "the host has no %s memory behind guest address 0x%x"
                            .formatted(write ? "writable" : "readable", gpa));
        }
        return page + (gpa & (PAGE - 1));
    }

    /** Whether slots back a whole range. */
    boolean isBacked(long gpa, long bytes, boolean write) {
        try (var _ = srcu.enter()) {
            return isBacked(slots.current(), gpa, bytes, write);
        }
    }

    /** The same for a table, inside the section in which it was loaded. */
    boolean isBacked(SlotTable table, long gpa, long bytes, boolean write) {
        long at = gpa;
        long left = bytes;
        while (left > 0) {
            MemorySlot slot = find(table, space, at >>> MemorySlot.PAGE_SHIFT);
            if (slot == null || slot.invalid() || (write && slot.readOnly())) {
                return false;
            }
            long step =
                    table.aliases().isEmpty()
                            ? (slot.endGfn() << MemorySlot.PAGE_SHIFT) - at
                            : PAGE;
            left -= step;
            at += step;
        }
        return true;
    }
}
