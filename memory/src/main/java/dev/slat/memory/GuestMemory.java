package dev.slat.memory;

import dev.slat.memory.bus.MmioBus;
import dev.slat.memory.bus.MmioDevice;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;
import dev.slat.memory.slots.DirtyBitmap;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;
import dev.slat.memory.slots.SlotTable;
import dev.slat.memory.stage2.HartRequests;
import dev.slat.srcu.Section;
import dev.slat.srcu.Srcu;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The guest-physical memory of one virtual machine: memory slots, the MMIO bus, and the harts that
 * use them. Slots change while the guest runs.
 *
 * <p>Threads: any. Changes are serialised by one lock; reads and writes take none. A change waits
 * for read sections and for harts in guest mode, so it must not be made by a hart or by a device
 * from inside an MMIO access; that is refused with an {@link IllegalStateException}.
 *
 * <p>Addresses: <em>gpa</em>, guest-physical, in bytes. The rules and error codes of slot changes
 * are those of KVM_SET_USER_MEMORY_REGION (Linux, Documentation/virt/kvm/api.rst, 4.35).
 */
public final class GuestMemory implements AutoCloseable {
    /** Slot numbers are below this, as in KVM for RISC-V. */
    public static final int MAX_SLOTS = 32767;

    private static final long PAGE = HostMapping.PAGE;
    private static final int PAGE_SHIFT = MemorySlot.PAGE_SHIFT;

    /** Most pages of one slot, as in KVM. */
    private static final long MAX_SLOT_PAGES = Integer.MAX_VALUE;

    /** RISC-V physical addresses have 56 bits (privileged manual, Sv39 and Sv48). */
    private static final long MAX_GPA = 1L << 56;

    private final Srcu srcu = Srcu.create("guest memory");
    private final ReentrantLock slotsLock = new ReentrantLock();
    private final List<GuestView> views = new CopyOnWriteArrayList<>();
    private final MemorySlots slots =
            new MemorySlots(
                    new MemorySlots.Waits() {
                        @Override
                        public void gracePeriod() {
                            srcu.synchronize();
                        }

                        @Override
                        public void flush() {
                            flushAll();
                        }
                    });

    /** Published in the same domain as the slots. */
    private volatile MmioBus bus = MmioBus.EMPTY;

    private GuestMemory() {}

    /** A guest without memory and devices. */
    public static GuestMemory create() {
        return new GuestMemory();
    }

    /** The view of one more hart; its owner closes it. */
    public GuestView attach() {
        GuestView view = new GuestView(this, srcu.register(), new HartRequests());
        views.add(view);
        return view;
    }

    void detach(GuestView view) {
        views.remove(view);
    }

    // ---- slots

    /**
     * Creates, moves or changes a memory slot. Returns when the change holds for every hart: after
     * a move nobody can reach the memory at the old address.
     *
     * @throws GuestMemoryException as KVM refuses: EINVAL for a bad number, size, alignment or
     *     range, or a change of size, memory or read-only; EEXIST for an overlap; ENOENT is never
     *     thrown here
     */
    public void setRegion(Region region) {
        update(
                () -> {
                    MemorySlot old = slots.current().byId(checkedId(region.id()));
                    MemorySlot wanted = checked(region, old);
                    if (old == null) {
                        slots.create(wanted);
                    } else if (old.baseGfn() != wanted.baseGfn()) {
                        slots.move(old, wanted);
                    } else if ((old.dirty() == null) != (wanted.dirty() == null)) {
                        slots.changeFlags(old, wanted);
                    }
                });
    }

    /**
     * Deletes a memory slot. Returns when no hart, device or other reader can reach its memory any
     * more, so the mapping behind it may be closed at once.
     *
     * @throws GuestMemoryException EINVAL when there is no such slot
     */
    public void deleteRegion(int id) {
        update(
                () -> {
                    MemorySlot old = slots.current().byId(checkedId(id));
                    if (old == null) {
                        throw refuse("no slot " + id + " to delete");
                    }
                    slots.delete(old);
                });
    }

    /**
     * Takes the dirty log of a slot: the pages that the guest, a device or the host wrote since the
     * last call, or since logging began. Bit i of word i / 64 is page i of the slot.
     *
     * @throws GuestMemoryException ENOENT when the slot is absent or not logged
     */
    public long[] dirtyLog(int id) {
        long[][] result = new long[1][];
        update(
                () -> {
                    MemorySlot slot = slots.current().byId(checkedId(id));
                    DirtyBitmap bitmap = slot == null ? null : slot.dirty();
                    if (bitmap == null) {
                        throw new GuestMemoryException(Errno.ENOENT, "slot " + id + " has no log");
                    }
                    result[0] = slots.takeDirty(bitmap);
                });
        return result[0];
    }

    private static int checkedId(int id) {
        if (id < 0 || id >= MAX_SLOTS) {
            throw refuse("slot " + id + " is not in 0.." + (MAX_SLOTS - 1));
        }
        return id;
    }

    /** KVM's checks in KVM's order; then the slot that the region asks for. */
    private MemorySlot checked(Region region, @Nullable MemorySlot old) {
        long gpa = region.gpa();
        long size = region.size();
        long pages = size >>> PAGE_SHIFT;
        HostMapping mapping = region.mapping();
        if (mapping == null || size <= 0 || size % PAGE != 0) {
            throw refuse(region + ": the size is not a positive multiple of " + PAGE);
        }
        if (gpa % PAGE != 0) {
            throw refuse(region + ": the address is not a multiple of " + PAGE);
        }
        long offset = region.offset();
        if (offset % PAGE != 0 || offset < 0 || offset > mapping.size() - size) {
            throw refuse(region + ": offset " + offset + " is not a range of pages of " + mapping);
        }
        if (gpa < 0 || gpa > MAX_GPA - size) {
            throw refuse(region + " ends beyond the guest's 56 address bits");
        }
        if (pages > MAX_SLOT_PAGES) {
            throw refuse(region + " has more than " + MAX_SLOT_PAGES + " pages");
        }
        long hva = mapping.hva() + offset;
        if (old != null
                && (old.hva() != hva
                        || old.pages() != pages
                        || old.readOnly() != region.isReadOnly())) {
            throw refuse(region + ": a slot keeps its memory, size and read-only flag for life");
        }
        MemorySlot other = slots.overlapping(gpa >> PAGE_SHIFT, pages, region.id());
        if (other != null) {
            throw new GuestMemoryException(
                    Errno.EEXIST,
                    "%s overlaps slot %d at 0x%x"
                            .formatted(region, other.id(), other.baseGfn() << PAGE_SHIFT));
        }
        return new MemorySlot(
                region.id(),
                gpa >> PAGE_SHIFT,
                pages,
                mapping,
                hva,
                region.isReadOnly(),
                false,
                bitmap(region, pages, old));
    }

    /** An existing log goes on; a new one starts clean. */
    private static @Nullable DirtyBitmap bitmap(
            Region region, long pages, @Nullable MemorySlot old) {
        if (!region.isLogDirty()) {
            return null;
        }
        return old != null && old.dirty() != null ? old.dirty() : new DirtyBitmap(pages);
    }

    private static GuestMemoryException refuse(String message) {
        return new GuestMemoryException(Errno.EINVAL, message);
    }

    // ---- devices

    /**
     * Puts a device on the bus. A memory slot at the same address hides it.
     *
     * @param gpa its first address
     * @param size its length in bytes
     * @throws IllegalArgumentException when the range is empty, wraps or overlaps another device
     */
    public void registerDevice(long gpa, long size, MmioDevice device) {
        update(() -> bus = bus.with(gpa, size, device));
    }

    /** Takes a device off the bus; when this returns, no access to it is under way. */
    public void unregisterDevice(MmioDevice device) {
        update(
                () -> {
                    bus = bus.without(device);
                    srcu.synchronize();
                });
    }

    MmioBus bus() {
        return bus;
    }

    SlotTable slotTable() {
        return slots.current();
    }

    // ---- access by the host

    /**
     * Copies guest memory out, page by page; not atomic.
     *
     * @throws GuestMemoryException EFAULT at the first page that no slot backs; what came before it
     *     has been copied
     */
    public void read(long gpa, MemorySegment to) {
        access(gpa, to, false);
    }

    /**
     * Copies into guest memory, page by page, and marks the pages dirty; not atomic.
     *
     * @throws GuestMemoryException EFAULT at the first page that no slot backs or that is
     *     read-only; what came before it has been written
     */
    public void write(long gpa, MemorySegment from) {
        access(gpa, from, true);
    }

    /**
     * Whether slots back all of a range, writable if {@code write}. Nothing backs a range of
     * negative length; an empty one needs nothing.
     */
    public boolean isBacked(long gpa, long length, boolean write) {
        if (length < 0) {
            return false;
        }
        Section section = srcu.enter();
        try {
            long address = gpa;
            long left = length;
            while (left > 0) {
                MemorySlot slot = slots.current().find(address >> PAGE_SHIFT);
                if (slot == null || slot.invalid() || (write && slot.readOnly())) {
                    return false;
                }
                long end = slot.endGfn() << PAGE_SHIFT;
                left -= end - address;
                address = end;
            }
            return true;
        } finally {
            section.close();
        }
    }

    private void access(long gpa, MemorySegment host, boolean write) {
        Section section = srcu.enter();
        try {
            long done = 0;
            long length = host.byteSize();
            while (done < length) {
                long address = gpa + done;
                long part = Math.min(length - done, PAGE - (address & (PAGE - 1)));
                accessPage(address, host, done, part, write);
                done += part;
            }
        } finally {
            section.close();
        }
    }

    private void accessPage(long gpa, MemorySegment host, long offset, long part, boolean write) {
        long gfn = gpa >> PAGE_SHIFT;
        MemorySlot slot = slots.current().find(gfn);
        if (slot == null || slot.invalid() || (write && slot.readOnly())) {
            throw new GuestMemoryException(
                    Errno.EFAULT,
                    "no %s memory at guest address 0x%x"
                            .formatted(write ? "writable" : "guest", gpa));
        }
        long hva = slot.hvaOf(gfn) + (gpa & (PAGE - 1));
        if (write) {
            Window.put(hva, host, offset, part);
            slot.markDirty(gfn); // after the bytes: a log taken in between reports them next time
        } else {
            Window.get(hva, host, offset, part);
        }
    }

    // ---- changes

    private void update(Runnable change) {
        for (GuestView view : views) {
            if (view.isInsideOn(Thread.currentThread())) {
                throw new IllegalStateException(
                        "guest memory cannot be changed from inside a guest access: the change"
                                + " waits for that access");
            }
        }
        slotsLock.lock();
        try {
            change.run();
        } finally {
            slotsLock.unlock();
        }
    }

    /** Returns when no hart can still use a translation that it made before the call. */
    private void flushAll() {
        for (GuestView view : views) {
            view.request(GuestView.FLUSH);
        }
        for (GuestView view : views) {
            view.awaitHandled(GuestView.FLUSH);
        }
    }

    /**
     * Takes all slots and devices away. Mappings stay their owners'.
     *
     * @throws IllegalStateException while a hart's view is open
     */
    @Override
    public void close() {
        if (!views.isEmpty()) {
            throw new IllegalStateException(views.size() + " harts still use this guest memory");
        }
        update(
                () -> {
                    slots.clear();
                    bus = MmioBus.EMPTY;
                    srcu.close();
                });
    }
}
