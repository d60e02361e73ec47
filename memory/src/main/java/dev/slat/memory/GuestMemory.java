package dev.slat.memory;

import dev.slat.memory.bus.Buses;
import dev.slat.memory.bus.CoalescedRing;
import dev.slat.memory.bus.CoalescedZone;
import dev.slat.memory.bus.Doorbell;
import dev.slat.memory.bus.MmioDevice;
import dev.slat.memory.dirty.DirtyLog;
import dev.slat.memory.dirty.DirtyRings;
import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaOptions;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.host.Window;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.internal.FaultyMemory;
import dev.slat.memory.iommu.DmaTable;
import dev.slat.memory.slots.AliasTable;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;
import dev.slat.memory.slots.SlotHooks;
import dev.slat.memory.slots.SlotRequest;
import dev.slat.memory.slots.SlotTable;
import dev.slat.memory.stage2.Stage2;
import dev.slat.srcu.Reader;
import dev.slat.srcu.Section;
import dev.slat.srcu.Srcu;
import dev.slat.srcu.SrcuException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
    /** Aliases have indexes below this, as they had in KVM. */
    public static final int MAX_ALIASES = 4;

    private static final String INSIDE =
            "guest memory cannot be changed from inside a guest access: the change waits for that"
                    + " access";

    private final Srcu srcu;
    private final ReentrantLock slotsLock = new ReentrantLock();
    private final List<GuestView> views = new CopyOnWriteArrayList<>();

    /** Open ones. Guarded by {@code slotsLock}. */
    private final List<DmaAccess> domains = new ArrayList<>();

    private final HostSpace host;
    private final Fault fault;
    private final int privateBase;
    private final Stage2 stage2;
    private final MemorySlots slots;
    private final DirtyLog dirtyLog;
    private final DirtyRings dirtyRings;
    private final GuestAccess access;
    private final LongAdder flushes = new LongAdder();
    private boolean closed;

    /** Published in the same domain as the slots. */
    private volatile Buses buses;

    private final CoalescedRing ring;

    /** Whatever fails, what was acquired before is given back. */
    static GuestMemory build(GuestMemoryBuilder builder) {
        Srcu srcu = builder.domain();
        try {
            GuestMemory memory = new GuestMemory(builder, srcu, builder.rings.get());
            memory.host.addNotifier(memory.stage2); // last: who is told must find everything
            return memory;
        } catch (Throwable e) {
            srcu.close();
            throw e;
        }
    }

    private GuestMemory(GuestMemoryBuilder builder, Srcu srcu, CoalescedRing ring) {
        this.srcu = srcu;
        this.ring = ring;
        host = builder.host;
        fault = builder.fault;
        privateBase = builder.limits().userSlots();
        stage2 =
                new Stage2(
                        builder.limits().addressSpaces(),
                        host,
                        visitor -> {
                            try (var _ = srcu.enter()) {
                                visitor.accept(slotTable());
                            }
                        },
                        this::flushHarts,
                        () -> {
                            requireOutside(); // a hart whose device changes host pages
                            gracePeriod();
                        },
                        callback -> srcu.call(callback),
                        fault);
        slots = new MemorySlots(builder.limits(), host, new Steps(), builder.allocations, fault);
        dirtyLog = new DirtyLog(slots, stage2);
        dirtyRings = new DirtyRings(slots, stage2);
        access = new GuestAccess(srcu, slots, stage2, host, 0);
        buses = Buses.EMPTY.withRing(ring, builder.drain);
    }

    /** A guest without memory and devices, with the usual limits. */
    public static GuestMemory create() {
        return builder().build();
    }

    /** A guest with other limits. */
    public static GuestMemoryBuilder builder() {
        return new GuestMemoryBuilder();
    }

    /** The view of one more hart; its owner closes it. */
    public GuestView attach() {
        return query(
                () -> {
                    Reader reader = srcu.register();
                    try {
                        var view = new GuestView(this, stage2, reader, dirtyRings.attach());
                        views.add(view);
                        return view;
                    } catch (Throwable e) {
                        reader.close(); // or the domain could never be closed
                        throw e;
                    }
                });
    }

    void detach(GuestView view) {
        if (!views.contains(view)) {
            return; // closed before, and the memory perhaps since
        }
        view.dirtyRing()
                .ifPresent(
                        ring -> {
                            try (var _ = srcu.enter()) {
                                dirtyRings.detach(ring);
                            }
                        });
        views.remove(view); // last: from then on the memory may be closed
    }

    // ---- slots

    /**
     * Creates, moves or changes a memory slot. Returns when the change holds for every hart: after
     * a move nobody can reach the memory at the old address.
     *
     * @throws GuestMemoryException as KVM refuses: EINVAL for a bad number, size, alignment or
     *     range, or a change of size, memory or read-only; EEXIST for an overlap
     */
    public void setRegion(Region region) {
        set(region.request(false));
    }

    /**
     * As {@link #setRegion}, for memory of the monitor's own: the user cannot name the slot.
     *
     * @param region its number counts from 0 among the private slots
     */
    public void setPrivateRegion(Region region) {
        SlotRequest request = region.request(true);
        set(
                new SlotRequest(
                        request.id() + privateBase,
                        request.flags(),
                        request.gpa(),
                        request.size(),
                        request.userAddress(),
                        true));
    }

    /**
     * KVM_SET_USER_MEMORY_REGION as it is: creates, moves or changes a slot, or deletes it where
     * the size is 0.
     *
     * @param slot number and, from bit 16, address space
     * @param flags 1 logs written pages, 2 is read-only
     * @param userAddress where the memory is, in the {@link HostSpace}; nothing need be there
     * @throws GuestMemoryException as KVM refuses
     */
    public void setUserMemoryRegion(int slot, int flags, long gpa, long size, long userAddress) {
        set(new SlotRequest(slot, flags, gpa, size, userAddress, false));
    }

    private void set(SlotRequest request) {
        update(() -> slots.set(request));
    }

    /**
     * Deletes a memory slot. Returns when no hart, device or other reader can reach its memory any
     * more, so the mapping behind it may be closed at once.
     *
     * @throws GuestMemoryException EINVAL when there is no such slot
     */
    public void deleteRegion(int id) {
        delete(id, false);
    }

    /** Deletes a private slot; see {@link #setPrivateRegion}. */
    public void deletePrivateRegion(int id) {
        delete(id + privateBase, true);
    }

    private void delete(int id, boolean isPrivate) {
        update(
                () -> {
                    MemorySlot old = slotTable().byId(id);
                    if (old == null) {
                        throw refuse("no slot " + id + " to delete");
                    }
                    slots.set(new SlotRequest(id, 0, 0, 0, old.userAddress(), isPrivate));
                });
    }

    /**
     * Takes the dirty log of a slot: the pages that the guest, a device or the host wrote since the
     * last call, or since logging began. Bit i of word i / 64 is page i of the slot. In the manual
     * protocols the log is only looked at; see {@link #clearDirtyLog}.
     *
     * @throws GuestMemoryException EINVAL for a bad number; ENOENT when the slot is absent or not
     *     logged
     */
    public long[] dirtyLog(int id) {
        return query(() -> dirtyLog.get(id));
    }

    /**
     * Clears pages of a dirty log, whatever the protocol (KVM_CLEAR_DIRTY_LOG).
     *
     * @param first a multiple of 64
     * @param pages a multiple of 64, unless the range reaches the slot's end
     * @param bits which of them; bit 0 is page {@code first}
     * @throws GuestMemoryException EINVAL for a bad number or range; ENOENT without a log; EFAULT
     *     for too few bits
     */
    public void clearDirtyLog(int id, long first, long pages, long[] bits) {
        update(() -> dirtyLog.clear(id, first, pages, bits));
    }

    /**
     * Chooses how logs that begin later are taken (KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2).
     *
     * @param options 0: getting clears; 1: manual; 3: manual, and a new log has all pages marked
     * @throws GuestMemoryException EINVAL for others
     */
    public void manualDirtyLog(long options) {
        update(() -> dirtyLog.setProtocol(options));
    }

    /**
     * Has each hart record the pages that it writes in a ring of its own, in place of the bitmaps,
     * which then hold only what the host and devices write (KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP).
     *
     * @param entries of each ring: a power of two, from 1,024 to 65,536
     * @throws GuestMemoryException EINVAL for a bad size, when they are on, or when there are
     *     harts; E2BIG for too many
     */
    public void enableDirtyRings(int entries) {
        update(
                () -> {
                    if (!views.isEmpty()) {
                        throw refuse("dirty rings must be on before the first hart is there");
                    }
                    dirtyRings.enable(entries);
                });
    }

    /**
     * Protects the pages of all entries that were harvested from the rings, and frees the entries;
     * a hart that waits for room goes on. Read the pages after this, not before.
     *
     * @return how many entries
     * @throws GuestMemoryException EINVAL without rings
     */
    public int resetDirtyRings() {
        return query(dirtyRings::reset);
    }

    /**
     * Makes a range of guest frames stand for another one, or (size 0) for itself again:
     * KVM_SET_MEMORY_ALIAS, as Linux had it until 2.6.36.
     *
     * @param index which alias, below {@link #MAX_ALIASES}
     * @throws GuestMemoryException EINVAL for a bad index, alignment or range
     */
    public void setAlias(int index, long gpa, long size, long targetGpa) {
        long mask = HostMapping.PAGE - 1;
        if (index < 0 || index >= MAX_ALIASES || ((size | gpa | targetGpa) & mask) != 0) {
            throw refuse(
                    "alias %d of 0x%x bytes at 0x%x for 0x%x: bad index or alignment"
                            .formatted(index, size, gpa, targetGpa));
        }
        if (size < 0 || gpa < 0 || targetGpa < 0 || gpa + size < 0 || targetGpa + size < 0) {
            throw refuse("alias %d of 0x%x bytes wraps".formatted(index, size));
        }
        int shift = MemorySlot.PAGE_SHIFT;
        var alias =
                new AliasTable.Alias(
                        index, 0, gpa >> shift, size >> shift, targetGpa >> shift, false);
        update(() -> slots.setAlias(alias, () -> stage2.flushAll(0)));
    }

    private static GuestMemoryException refuse(String message) {
        return new GuestMemoryException(Errno.EINVAL, message);
    }

    /** The number of the slot that answers at an address, private ones included. */
    public OptionalInt slotId(long gpa) {
        try (var _ = srcu.enter()) {
            MemorySlot slot = GuestAccess.find(slotTable(), 0, gpa >>> MemorySlot.PAGE_SHIFT);
            return slot == null ? OptionalInt.empty() : OptionalInt.of(slot.id());
        }
    }

    /** Whether memory of the user answers at an address: no private slot, none that is going. */
    public boolean isVisible(long gpa) {
        try (var _ = srcu.enter()) {
            MemorySlot slot = GuestAccess.find(slotTable(), 0, gpa >>> MemorySlot.PAGE_SHIFT);
            return slot != null && !slot.invalid() && slot.id() < privateBase;
        }
    }

    /**
     * Moves with each change of slots; negative while one is under way. Whoever keeps something
     * that was found by a slot checks that it is the same.
     */
    public long generation() {
        return slots.generation();
    }

    /** Has hooks called at changes of slots from now on. */
    void addSlotHooks(SlotHooks hooks) {
        update(() -> slots.add(hooks));
    }

    /** Undoes {@link #addSlotHooks}. */
    void removeSlotHooks(SlotHooks hooks) {
        update(() -> slots.remove(hooks));
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
        changeBuses(present -> present.withDevice(gpa, size, device));
    }

    /** Takes a device off the bus; when this returns, no access to it is under way. */
    public void unregisterDevice(MmioDevice device) {
        changeBuses(present -> present.withoutDevice(device));
    }

    /**
     * Collects stores to a range in the ring (KVM_REGISTER_COALESCED_MMIO).
     *
     * @throws GuestMemoryException EINVAL for a kind that is neither 0 nor 1; ENOSPC beyond 1,000
     */
    public void registerZone(CoalescedZone zone) {
        changeBuses(present -> present.withZone(zone));
    }

    /** Removes each zone of a kind that contains all of a range; none is no error. */
    public void unregisterZone(CoalescedZone range) {
        changeBuses(present -> present.withoutZones(range));
    }

    /** Where zones collect stores. */
    public CoalescedRing coalescedRing() {
        return ring;
    }

    /**
     * Has a callback run at certain stores, in place of a device (KVM_IOEVENTFD).
     *
     * @throws GuestMemoryException EINVAL for a bad length or range; EEXIST for one that is there
     */
    public void registerDoorbell(Doorbell doorbell) {
        changeBuses(present -> present.withDoorbell(doorbell));
    }

    /**
     * Takes a doorbell away; when this returns, its callback does not run.
     *
     * @throws GuestMemoryException ENOENT if it is not there
     */
    public void unregisterDoorbell(Doorbell doorbell) {
        changeBuses(present -> present.withoutDoorbell(doorbell));
    }

    private void changeBuses(UnaryOperator<Buses> change) {
        update(
                () -> {
                    Buses present = buses;
                    Buses next = change.apply(present);
                    if (next != present) {
                        buses = next; // volatile: release; pairs with buses()
                        srcu.synchronizeExpedited();
                    }
                });
    }

    Buses buses() {
        return buses;
    }

    /**
     * A DMA domain for a device, with all slots that there are mapped; it follows their changes
     * until it is closed. Pages may come and go under it: the device waits for them.
     *
     * @param name of the device, for messages
     * @throws IllegalStateException when this guest memory is closed
     */
    public DmaDomain dmaDomain(String name) {
        return dmaDomain(DmaOptions.named(name));
    }

    /**
     * The same with options. While a domain that pins is open, a slot whose memory cannot be pinned
     * is refused.
     *
     * @throws GuestMemoryException ENOMEM or EFAULT when memory of a slot cannot be pinned
     * @throws IllegalStateException when this guest memory is closed
     */
    public DmaDomain dmaDomain(DmaOptions options) {
        return query(
                () -> {
                    DmaTable table = new DmaTable(host, options.pins(), this::gracePeriod, fault);
                    DmaAccess domain = new DmaAccess(this, table, options.name());
                    domains.add(domain);
                    slots.add(table);
                    try {
                        table.map(slotTable());
                    } catch (Throwable e) {
                        slots.remove(table);
                        domains.remove(domain);
                        throw e;
                    }
                    return domain;
                });
    }

    /** Ends a domain's use of guest memory, once. */
    void close(DmaAccess domain) {
        requireOutside();
        slotsLock.lock();
        try {
            if (domains.remove(domain)) { // else it is closed, perhaps with this memory
                slots.remove(domain.table());
                domain.table().unmap(slotTable());
            }
        } finally {
            slotsLock.unlock();
        }
    }

    SlotTable slotTable() {
        return slots.current();
    }

    // ---- access by the host

    /**
     * Copies guest memory out, page by page; not atomic.
     *
     * @throws GuestMemoryException EFAULT at the first page that nothing backs; what came before it
     *     has been copied
     */
    public void read(long gpa, MemorySegment to) {
        access.read(gpa, to);
    }

    /**
     * Copies into guest memory, page by page, and marks the pages dirty; not atomic.
     *
     * @throws GuestMemoryException EFAULT at the first page that nothing backs or that is
     *     read-only; what came before it has been written
     */
    public void write(long gpa, MemorySegment from) {
        access.write(gpa, from);
    }

    /**
     * Fills guest memory with zeros, as {@link #write} does.
     *
     * @param bytes 0 or more
     */
    public void clear(long gpa, long bytes) {
        access.clear(gpa, bytes);
    }

    /** Volatile load of an aligned 32-bit word. */
    public int getIntVolatile(long gpa) {
        return (int) access.atomic(gpa, Integer.BYTES, false, Window::getIntVolatile);
    }

    /** Volatile load of an aligned 64-bit word. */
    public long getLongVolatile(long gpa) {
        return access.atomic(gpa, Long.BYTES, false, Window::getLongVolatile);
    }

    /** Replaces an aligned 32-bit word if it is {@code expected}; whether it was. */
    public boolean compareAndSetInt(long gpa, int expected, int value) {
        return access.atomic(
                        gpa,
                        Integer.BYTES,
                        true,
                        hva -> Window.compareAndSetInt(hva, expected, value) ? 1 : 0)
                != 0;
    }

    /** Replaces an aligned 64-bit word if it is {@code expected}; whether it was. */
    public boolean compareAndSetLong(long gpa, long expected, long value) {
        return access.atomic(
                        gpa,
                        Long.BYTES,
                        true,
                        hva -> Window.compareAndSetLong(hva, expected, value) ? 1 : 0)
                != 0;
    }

    /**
     * The bytes of a string that ends with a zero byte, without it.
     *
     * @param most bytes to look at
     * @throws GuestMemoryException EFAULT where memory ends first; EINVAL without a zero byte
     */
    public byte[] readString(long gpa, int most) {
        return access.readString(gpa, most);
    }

    /** A translation of a range that is made once and used often; see {@link GuestCache}. */
    public GuestCache cache(long gpa, long length) {
        return new GuestCache(this, access, gpa, length);
    }

    /**
     * Whether slots back all of a range, writable if {@code write}. Nothing backs a range of
     * negative length; an empty one needs nothing.
     */
    public boolean isBacked(long gpa, long length, boolean write) {
        if (length < 0) {
            return false;
        }
        return access.isBacked(gpa, length, write);
    }

    /** Begins a read section of slots and buses. */
    Section enter() {
        return srcu.enter();
    }

    HostSpace host() {
        return host;
    }

    // ---- changes

    void update(Runnable change) {
        query(
                () -> {
                    change.run();
                    return true;
                });
    }

    /** Before anything has changed: a change waits for the access that makes it. */
    private void requireOutside() {
        for (GuestView view : views) {
            if (view.isInsideOn(Thread.currentThread())) {
                throw new IllegalStateException(INSIDE);
            }
        }
        try {
            srcu.requireOutside();
        } catch (SrcuException.SelfDeadlock e) {
            throw new IllegalStateException(INSIDE, e);
        }
    }

    private <T> T query(Supplier<T> change) {
        requireOutside();
        slotsLock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("guest memory is closed");
            }
            return change.get();
        } finally {
            slotsLock.unlock();
        }
    }

    private void gracePeriod() {
        if (fault != Fault.NO_GRACE_PERIOD) {
            srcu.synchronizeExpedited();
        }
    }

    private final class Steps implements MemorySlots.Steps {
        @Override
        public void publish(Runnable store) {
            stage2.publish(store);
        }

        @Override
        public void gracePeriod() {
            GuestMemory.this.gracePeriod();
        }

        @Override
        public void flush(MemorySlot slot) {
            stage2.flushSlot(slotTable(), slot);
        }

        @Override
        public void protect(MemorySlot slot) {
            stage2.protectSlot(slotTable(), slot);
        }

        @Override
        public void collapse(MemorySlot slot) {
            stage2.collapseSlot(slot);
        }
    }

    /** Returns when no hart can still use a translation that it made before the call. */
    private void flushHarts() {
        flushes.increment();
        for (GuestView view : views) {
            view.request(GuestView.FLUSH);
        }
        for (GuestView view : views) {
            view.awaitHandled(GuestView.FLUSH);
        }
    }

    /** Throws if a page of a logged slot could be written unseen: for tests, at any time. */
    void validate() {
        update(dirtyLog::validate);
    }

    /** For the suites: what has happened so far. */
    FaultyMemory.Counts counts() {
        return new FaultyMemory.Counts(srcu.statistics().gracePeriods(), flushes.sum());
    }

    Stage2 stage2() {
        return stage2;
    }

    /**
     * Takes all slots and devices away, and closes DMA domains that are open. Waits for reads and
     * writes by the host that are under way; none may begin meanwhile. Mappings stay their owners'.
     * Closing twice is harmless.
     *
     * @throws IllegalStateException while a hart's view is open, or from inside an access; nothing
     *     has changed
     */
    @Override
    public void close() {
        requireOutside();
        slotsLock.lock();
        try {
            if (closed) {
                return;
            }
            if (!views.isEmpty()) {
                throw new IllegalStateException(
                        views.size() + " harts still use this guest memory");
            }
            List.copyOf(domains).forEach(DmaAccess::close);
            closed = true;
            buses = Buses.EMPTY;
            try {
                slots.clear();
            } finally {
                endNotifications();
            }
        } finally {
            slotsLock.unlock();
        }
    }

    /** In this order: a notifier's walks are read sections. */
    private void endNotifications() {
        try {
            host.removeNotifier(stage2);
        } finally {
            srcu.awaitCallbacks();
            srcu.close();
        }
    }
}
