package dev.slat.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotRequest;

import org.jspecify.annotations.Nullable;

/**
 * What a memory slot shall be: the argument of {@link GuestMemory#setRegion}, as KVM's {@code
 * kvm_userspace_memory_region} is. Immutable; each step returns a new region.
 *
 * <p>Nothing is checked here: {@code setRegion} checks all of it, in KVM's order.
 */
public final class Region {
    private final int id;
    private final long gpa;
    private final long size;
    private final @Nullable HostMapping mapping;
    private final long offset;
    private final boolean logDirty;
    private final boolean readOnly;

    private Region(
            int id,
            long gpa,
            long size,
            @Nullable HostMapping mapping,
            long offset,
            boolean logDirty,
            boolean readOnly) {
        this.id = id;
        this.gpa = gpa;
        this.size = size;
        this.mapping = mapping;
        this.offset = offset;
        this.logDirty = logDirty;
        this.readOnly = readOnly;
    }

    /**
     * A region for one slot, at address 0 and with no memory yet.
     *
     * @param id 0 to 32766
     */
    public static Region slot(int id) {
        return new Region(id, 0, 0, null, 0, false, false);
    }

    /** The same at a guest-physical address, a multiple of the page size. */
    public Region at(long address) {
        return new Region(id, address, size, mapping, offset, logDirty, readOnly);
    }

    /** The same, backed by all of a mapping. */
    public Region backedBy(HostMapping host) {
        return backedBy(host, 0, host.size());
    }

    /**
     * The same, backed by a part of a mapping.
     *
     * @param start bytes from the mapping's start, a multiple of the page size
     * @param bytes a multiple of the page size
     */
    public Region backedBy(HostMapping host, long start, long bytes) {
        return new Region(id, gpa, bytes, host, start, logDirty, readOnly);
    }

    /** The same with every written page recorded for {@link GuestMemory#dirtyLog}. */
    public Region logDirty() {
        return new Region(id, gpa, size, mapping, offset, true, readOnly);
    }

    /** The same, read-only to the guest: its stores go to the bus, as MMIO. */
    public Region readOnly() {
        return new Region(id, gpa, size, mapping, offset, logDirty, true);
    }

    /** The slot's number. */
    public int id() {
        return id;
    }

    /** First guest-physical address. */
    public long gpa() {
        return gpa;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** What KVM is asked for. A region without memory, or beyond its mapping, is refused here. */
    SlotRequest request(boolean isPrivate) {
        HostMapping host = mapping;
        if (host == null || size <= 0) {
            throw refuse("no memory behind it");
        }
        if (offset < 0 || offset > host.size() - size) {
            throw refuse("offset " + offset + " is not a range of " + host);
        }
        int flags = (logDirty ? MemorySlot.LOG_DIRTY : 0) | (readOnly ? MemorySlot.READ_ONLY : 0);
        return new SlotRequest(id, flags, gpa, size, host.hva() + offset, isPrivate);
    }

    private GuestMemoryException refuse(String why) {
        return new GuestMemoryException(Errno.EINVAL, this + ": " + why);
    }

    @Override
    public String toString() {
        return "slot %d at 0x%x, %d bytes".formatted(id, gpa, size);
    }
}
