package dev.slat.memory;

import dev.slat.memory.bus.Buses;
import dev.slat.memory.bus.MmioBus;
import dev.slat.memory.bus.MmioPieces;
import dev.slat.memory.dirty.DirtyRing;
import dev.slat.memory.slots.AliasTable;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotTable;
import dev.slat.memory.stage2.HartRequests;
import dev.slat.memory.stage2.Stage2;
import dev.slat.srcu.Reader;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Guest memory as one hart sees it: translation of guest-physical pages, access to devices, and the
 * requests by which other threads take translations back.
 *
 * <p>Threads: one owner, the hart's thread, calls everything; {@link #request} and {@link
 * #awaitHandled} are for any thread.
 *
 * <p>The contract between a hart and this class:
 *
 * <ul>
 *   <li>A translation may be cached (in a TLB, or as decoded code) only inside the section in which
 *       {@link #translate} gave it, and used only in guest mode.
 *   <li>In guest mode the hart polls {@link #pending} at every back edge, and on {@link #FLUSH}
 *       drops every cached translation before it uses one.
 *   <li>Right after {@link #enterGuest} it checks {@link #pending}.
 *   <li>It leaves guest mode ({@link #exitGuest}) before anything that may block: a device, WFI, an
 *       SBI call.
 * </ul>
 *
 * So a change of slots waits for a running hart at most until its next poll, and never for one that
 * blocks.
 */
public final class GuestView implements AutoCloseable {
    /** Request: drop every cached translation. Bits 8 and above are the hart's own. */
    public static final int FLUSH = 1;

    /** Request: the hart's dirty ring is nearly full; its own doing. */
    static final int RING_FULL = 1 << 1;

    private static final int OWN_REQUESTS = FLUSH | RING_FULL;

    /** {@link #translate}: no slot backs the page; the bus answers there. */
    public static final long NO_SLOT = -1;

    /** {@link #translate} for a write: the slot is read-only; the store goes to the bus. */
    public static final long READ_ONLY = -2;

    /**
     * {@link #translate}: the slot or the page is being changed, or a request came in meanwhile.
     * Leave the section, call {@link #awaitChange} outside guest mode and try again.
     */
    public static final long RETRY = -3;

    /**
     * {@link #translate}: a slot covers the page, but the host has no memory there, or forbids the
     * access (KVM_RUN fails with EFAULT).
     */
    public static final long HOST_FAULT = -4;

    /** Harts run in the first address space. */
    private static final int SPACE = 0;

    /** Between two looks whether the host has reset the ring: little beside its harvest. */
    private static final long ROOM_NANOS = 100_000;

    /** About a grace period and a flush. */
    private static final long RETRY_NANOS = 10_000;

    private final GuestMemory memory;
    private final Reader reader;
    private final Stage2 stage2;
    private final HartRequests requests = new HartRequests();
    private final @Nullable DirtyRing ring;
    private final Stage2.DirtyMarks marks;

    /** A power of two: as many slots as a guest uses in turn. */
    private static final int HINTS = 16;

    /** The slots that answered last, by frame: most look-ups hit one again. */
    private final @Nullable MemorySlot[] hints = new MemorySlot[HINTS];

    /** The table that they are from. */
    private @Nullable SlotTable hintTable;

    private @Nullable Thread owner;

    /** Open sections; the reader is online while there are any. */
    private int depth;

    private long mmioValue;

    GuestView(GuestMemory memory, Stage2 stage2, Reader reader, @Nullable DirtyRing ring) {
        this.memory = memory;
        this.stage2 = stage2;
        this.reader = reader;
        this.ring = ring;
        this.marks = ring == null ? GuestAccess::mark : (slot, gfn) -> push(ring, slot, gfn);
    }

    private void push(DirtyRing into, MemorySlot slot, long gfn) {
        if (!into.push(slot.id(), gfn - slot.baseGfn())) {
            GuestAccess.mark(slot, gfn); // the reserve is used up: the bitmap loses nothing
        }
        if (into.isSoftFull()) {
            requests.request(RING_FULL);
        }
    }

    /** The pages that this hart has written, if there are rings. */
    public Optional<DirtyRing> dirtyRing() {
        return Optional.ofNullable(ring);
    }

    /** Begins a read section; sections nest. */
    public void enter() {
        if (depth == 0) {
            owner = Thread.currentThread();
            reader.online(); // may throw, and then nothing has begun
        }
        depth++;
    }

    /** Ends the innermost read section. */
    public void exit() {
        if (depth == 0) {
            throw new IllegalStateException("exit without enter");
        }
        if (--depth == 0) {
            reader.offline();
        }
    }

    /**
     * Translates the page of a guest-physical address, inside a section. For a write the page is
     * marked dirty if its slot is logged, so ask with {@code write} only for a page that will be
     * written or for a writable translation.
     *
     * <p>May block in a pager: then it leaves guest mode meanwhile, and answers {@link #RETRY} if a
     * request came in.
     *
     * @param gpa any address in the page
     * @return the hva of the page's first byte, or {@link #NO_SLOT}, {@link #READ_ONLY}, {@link
     *     #RETRY} or {@link #HOST_FAULT}, all negative
     */
    public long translate(long gpa, boolean write) {
        long gfn = gpa >>> MemorySlot.PAGE_SHIFT;
        long hva = stage2.find(SPACE, gfn, write);
        return hva != Stage2.MISS ? hva : fault(gfn, write);
    }

    /**
     * The user address behind a guest-physical address, whatever the host has there, inside a
     * section: gfn_to_hva in KVM.
     *
     * @return {@link #NO_SLOT}, or {@link #RETRY} while the slot is being changed
     */
    public long userAddress(long gpa) {
        SlotTable table = memory.slotTable();
        long gfn = gpa >>> MemorySlot.PAGE_SHIFT;
        long slotGfn = table.unalias(SPACE, gfn);
        MemorySlot slot = slotGfn == AliasTable.INVALID ? null : find(table, slotGfn);
        if (slot == null) {
            return NO_SLOT;
        }
        return slot.invalid()
                ? RETRY
                : slot.userAddressOf(slotGfn) + (gpa & ((1L << MemorySlot.PAGE_SHIFT) - 1));
    }

    private long fault(long gfn, boolean write) {
        if (gfn >= Stage2.frames()) {
            return NO_SLOT; // an alias may be there, but no translation can
        }
        SlotTable table = memory.slotTable();
        long slotGfn = table.unalias(SPACE, gfn);
        if (slotGfn == AliasTable.INVALID) {
            return RETRY;
        }
        MemorySlot slot = find(table, slotGfn);
        if (slot == null) {
            return NO_SLOT;
        }
        if (slot.invalid()) {
            return RETRY;
        }
        if (write && slot.readOnly()) {
            return READ_ONLY;
        }
        // Outside guest mode, so that nobody who flushes waits for the pager.
        boolean inGuest = requests.isInGuest();
        if (inGuest) {
            requests.exitGuest();
        }
        long hva;
        try {
            hva = stage2.fault(table, slot, gfn, slotGfn, write, marks);
        } finally {
            if (inGuest) {
                requests.enterGuest(); // after a failure as well: the caller still is there
            }
        }
        if (inGuest && requests.pending()) {
            return RETRY; // what this hart has cached may have to go first
        }
        return hva >= 0 ? hva : hva == Stage2.RETRY ? RETRY : HOST_FAULT;
    }

    private @Nullable MemorySlot find(SlotTable table, long gfn) {
        if (table != hintTable) {
            Arrays.fill(hints, null);
            hintTable = table;
        }
        int place = (int) gfn & (HINTS - 1);
        MemorySlot last = hints[place];
        if (last != null && last.contains(gfn)) {
            return last;
        }
        MemorySlot slot = table.find(SPACE, gfn);
        hints[place] = slot;
        return slot;
    }

    /**
     * Loads from whatever device answers, outside guest mode.
     *
     * @param size 1 to 8 bytes, within a page; a device sees 3, 5, 6 and 7 as several loads
     * @return whether one answered; its value is then {@link #mmioValue}
     */
    public boolean mmioRead(long gpa, int size) {
        enter();
        try {
            Buses buses = memory.buses();
            buses.settle();
            MmioBus.Range range = buses.findDevice(gpa, size);
            if (range == null) {
                return false;
            }
            mmioValue = MmioPieces.read(range.device(), gpa - range.gpa(), size);
            return true;
        } finally {
            exit();
        }
    }

    /** The value of the last {@link #mmioRead}; bytes beyond its size are undefined. */
    public long mmioValue() {
        return mmioValue;
    }

    /**
     * Stores to whatever answers, outside guest mode: a doorbell, a coalesced zone or a device.
     *
     * @param size 1 to 8 bytes, within a page; a device sees 3, 5, 6 and 7 as several stores
     * @return whether one answered
     */
    public boolean mmioWrite(long gpa, int size, long value) {
        enter();
        try {
            return memory.buses().write(gpa, size, value) != Buses.Taker.NOBODY;
        } finally {
            exit();
        }
    }

    /** Outside guest mode and every section: waits a moment for a slot change to go on. */
    public void awaitChange() {
        if (!requests.pending()) {
            LockSupport.parkNanos(this, RETRY_NANOS);
        }
    }

    /** Whether a request waits: one acquire load. */
    public boolean pending() {
        return requests.pending();
    }

    /** Takes all waiting requests; the hart handles each before it runs guest code. */
    public int takeRequests() {
        int taken = requests.take();
        if ((taken & RING_FULL) != 0) {
            awaitRoom();
            // Nobody waited for this hart meanwhile: it must not go on with what it has cached.
            return taken | FLUSH;
        }
        return taken;
    }

    /** KVM_EXIT_DIRTY_RING_FULL: no guest code runs until the host has reset the rings. */
    private void awaitRoom() {
        boolean inGuest = requests.isInGuest();
        if (inGuest) {
            requests.exitGuest();
        }
        while (ring != null && ring.isSoftFull()) {
            if (requests.isPendingBeyond(OWN_REQUESTS)) {
                requests.request(RING_FULL); // an interrupt, or the end: look again after it
                break;
            }
            LockSupport.parkNanos(this, ROOM_NANOS);
        }
        if (inGuest) {
            requests.enterGuest();
        }
    }

    /** Any thread: makes requests and wakes the hart if it is parked; does not wait. */
    public void request(int bits) {
        requests.request(bits);
    }

    /**
     * Any thread but a hart in guest mode: returns when the owner has taken requests made before
     * the call, or is outside guest mode and so will take them before it runs guest code.
     */
    public void awaitHandled(int bits) {
        requests.awaitHandled(bits);
    }

    /** Guest code may run from here on, once {@link #pending} was checked. */
    public void enterGuest() {
        requests.enterGuest();
    }

    /** No cached translation is used until the next {@link #enterGuest}. */
    public void exitGuest() {
        requests.exitGuest();
    }

    /** Outside guest mode: sleeps until a request comes or the time is over. */
    public void park(long nanos) {
        requests.park(nanos);
    }

    boolean isInsideOn(Thread thread) {
        return owner == thread && reader.isInside();
    }

    /** Ends the hart's use of guest memory; outside guest mode and every section. */
    @Override
    public void close() {
        reader.close();
        requests.exitGuest(); // a flush that began before must not wait for nobody
        memory.detach(this);
    }
}
