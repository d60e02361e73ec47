package dev.slat.memory.dma;

import java.lang.foreign.MemorySegment;

/**
 * What one device reaches of guest memory: what an IOMMU domain is to a device that is passed
 * through (Linux 2.6.33, virt/kvm/iommu.c). An I/O virtual address (iova) is a guest-physical
 * address: every memory slot of the first address space is mapped where it lies, read-only ones
 * read-only, and nothing else is; aliases are the harts' alone. Made by {@code
 * GuestMemory.dmaDomain}; the owner of the device closes it.
 *
 * <p>A slot is mapped, and its memory pinned if the domain was made to pin ({@link
 * DmaOptions#pinned}), before harts can see it; a slot that is deleted or moved is unmapped while
 * harts still find it invalid. When the call that deletes it returns, no access of the device to
 * its memory is under way and none can begin.
 *
 * <p>Threads: any, several at once. An access is one read section of the guest's memory and may
 * block in a pager; so a change of slots waits for it, and must not be made from inside of one.
 *
 * <p>Memory ordering: {@link #read} and {@link #write} are plain and not atomic; the accessors of
 * one aligned number are atomic, and ordered as their names say, with harts and with the host. Who
 * must order a store before a later load (a queue's index before its notification flag) puts a full
 * fence between. Numbers are little endian.
 *
 * <p>Errors: an access that touches an address that is not mapped, or stores to a read-only one,
 * throws {@link DmaFaultException}, leaves an entry in {@link #faults} and reaches no memory there.
 * A copy stops at the first such page; what came before it is done. An address that is not a
 * multiple of its number's size is refused with EINVAL and is no fault.
 *
 * <p>A page that was written is marked in the dirty log of its slot after its bytes, in the same
 * section, as a write of the host is.
 */
public interface DmaDomain extends AutoCloseable {
    /** What its owner called it. */
    String name();

    /** Copies out of guest memory. */
    void read(long iova, MemorySegment to);

    /** Copies into guest memory. */
    void write(long iova, MemorySegment from);

    /** Acquire load of 16 aligned bits; pairs with a release store of the same number. */
    short getShortAcquire(long iova);

    /** Acquire load of 32 aligned bits; pairs with a release store of the same number. */
    int getIntAcquire(long iova);

    /** Acquire load of 64 aligned bits; pairs with a release store of the same number. */
    long getLongAcquire(long iova);

    /** Release store of 16 aligned bits: what was written before is seen by who acquires it. */
    void putShortRelease(long iova, short value);

    /** Release store of 32 aligned bits: what was written before is seen by who acquires it. */
    void putIntRelease(long iova, int value);

    /** Release store of 64 aligned bits: what was written before is seen by who acquires it. */
    void putLongRelease(long iova, long value);

    /** Replaces 32 aligned bits, volatile, if they are {@code expected}; whether they were. */
    boolean compareAndSetInt(long iova, int expected, int value);

    /** Replaces 64 aligned bits, volatile, if they are {@code expected}; whether they were. */
    boolean compareAndSetLong(long iova, long expected, long value);

    /** The faults that there have been: the last ones, and how many were dropped. */
    DmaFaults faults();

    /**
     * Unmaps and unpins everything; when this returns, no access is under way, and each later one
     * is a fault. Closing twice does nothing. Not from inside an access.
     */
    @Override
    void close();
}
