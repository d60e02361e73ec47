package dev.slat.memory;

import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaFault;
import dev.slat.memory.dma.DmaFault.Reason;
import dev.slat.memory.dma.DmaFaultException;
import dev.slat.memory.dma.DmaFaults;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.host.Window;
import dev.slat.memory.iommu.DmaTable;
import dev.slat.memory.iommu.FaultLog;
import dev.slat.memory.iommu.MappedSlots;
import dev.slat.memory.slots.MemorySlot;

import java.lang.foreign.MemorySegment;

/**
 * A device's access to guest memory, through its own table.
 *
 * <p>Threads: any. One section and one snapshot for each access: the slot that an access found may
 * be gone from the table meanwhile, but its memory stays until the section ends. An access
 * allocates nothing unless it faults. No wrap of addresses is looked for: to get from the last
 * address to 0 an access would have to pass the last page, which is beyond every slot.
 */
final class DmaAccess implements DmaDomain {
    private static final long PAGE = HostMapping.PAGE;

    private final GuestMemory memory;
    private final HostSpace host;
    private final DmaTable table;
    private final String name;
    private final FaultLog faults = new FaultLog();

    DmaAccess(GuestMemory memory, DmaTable table, String name) {
        this.memory = memory;
        this.host = memory.host();
        this.table = table;
        this.name = name;
    }

    DmaTable table() {
        return table;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void read(long iova, MemorySegment to) {
        copy(iova, to, false);
    }

    @Override
    public void write(long iova, MemorySegment from) {
        copy(iova, from, true);
    }

    private void copy(long iova, MemorySegment buffer, boolean write) {
        long bytes = buffer.byteSize();
        long done = 0;
        while (true) {
            try (var _ = memory.enter()) {
                done = copy(iova, buffer, done, write);
            }
            if (done >= bytes) {
                return;
            }
            GuestAccess.awaitHostPage();
        }
    }

    /** As far as no page is going away; returns how many bytes are done. */
    private long copy(long iova, MemorySegment buffer, long from, boolean write) {
        MappedSlots mapped = table.mapped();
        long bytes = buffer.byteSize();
        long done = from;
        while (done < bytes) {
            long at = iova + done;
            MemorySlot slot = slot(mapped, at, bytes - done, write);
            if (isGoing(slot, at)) {
                return done;
            }
            long hva = hva(slot, at, bytes - done, write);
            long part = Math.min(bytes - done, PAGE - (at & (PAGE - 1)));
            if (write) {
                Window.put(hva, buffer, done, part);
                mark(slot, at);
            } else {
                Window.get(hva, buffer, done, part);
            }
            done += part;
        }
        return done;
    }

    /** What to do with an aligned number. */
    private interface Access {
        long at(long hva);
    }

    private long access(long iova, int size, boolean write, Access access) {
        long aligned = GuestAccess.aligned(iova, size);
        while (true) {
            try (var _ = memory.enter()) {
                MemorySlot slot = slot(table.mapped(), aligned, size, write);
                if (!isGoing(slot, aligned)) {
                    long result = access.at(hva(slot, aligned, size, write));
                    if (write) {
                        mark(slot, aligned);
                    }
                    return result;
                }
            }
            GuestAccess.awaitHostPage();
        }
    }

    private boolean isGoing(MemorySlot slot, long iova) {
        return memory.stage2().isGoing(slot.userAddressOf(iova >>> MemorySlot.PAGE_SHIFT));
    }

    @Override
    public short getShortAcquire(long iova) {
        return (short) access(iova, Short.BYTES, false, Window::getShortAcquire);
    }

    @Override
    public int getIntAcquire(long iova) {
        return (int) access(iova, Integer.BYTES, false, Window::getIntAcquire);
    }

    @Override
    public long getLongAcquire(long iova) {
        return access(iova, Long.BYTES, false, Window::getLongAcquire);
    }

    @Override
    public void putShortRelease(long iova, short value) {
        access(
                iova,
                Short.BYTES,
                true,
                hva -> {
                    Window.putShortRelease(hva, value);
                    return 0;
                });
    }

    @Override
    public void putIntRelease(long iova, int value) {
        access(
                iova,
                Integer.BYTES,
                true,
                hva -> {
                    Window.putIntRelease(hva, value);
                    return 0;
                });
    }

    @Override
    public void putLongRelease(long iova, long value) {
        access(
                iova,
                Long.BYTES,
                true,
                hva -> {
                    Window.putLongRelease(hva, value);
                    return 0;
                });
    }

    @Override
    public boolean compareAndSetInt(long iova, int expected, int value) {
        return access(
                        iova,
                        Integer.BYTES,
                        true,
                        hva -> Window.compareAndSetInt(hva, expected, value) ? 1 : 0)
                != 0;
    }

    @Override
    public boolean compareAndSetLong(long iova, long expected, long value) {
        return access(
                        iova,
                        Long.BYTES,
                        true,
                        hva -> Window.compareAndSetLong(hva, expected, value) ? 1 : 0)
                != 0;
    }

    private MemorySlot slot(MappedSlots mapped, long iova, long length, boolean write) {
        MemorySlot slot = mapped.find(iova >>> MemorySlot.PAGE_SHIFT);
        if (slot == null) {
            throw fault(iova, length, write, Reason.UNMAPPED);
        }
        if (write && slot.readOnly()) {
            throw fault(iova, length, true, Reason.READ_ONLY);
        }
        return slot;
    }

    private long hva(MemorySlot slot, long iova, long length, boolean write) {
        long page = host.hva(slot.userAddressOf(iova >>> MemorySlot.PAGE_SHIFT), write);
        if (page == HostPage.FAULT) {
            throw fault(iova, length, write, Reason.NO_HOST_MEMORY);
        }
        return page + (iova & (PAGE - 1));
    }

    private static void mark(MemorySlot slot, long iova) {
        GuestAccess.mark(slot, iova >>> MemorySlot.PAGE_SHIFT);
    }

    private DmaFaultException fault(long iova, long length, boolean write, Reason reason) {
        DmaFault fault = new DmaFault(iova, length, write, reason);
        faults.add(fault);
        return new DmaFaultException(fault);
    }

    @Override
    public DmaFaults faults() {
        return faults.snapshot();
    }

    @Override
    public void close() {
        memory.close(this);
    }

    @Override
    public String toString() {
        return "DMA domain " + name;
    }
}
