package dev.slat.torture.memory;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaFaultException;

import java.lang.foreign.MemorySegment;

/** How a device reaches guest memory. The one place that knows. */
interface DmaAccess {
    /**
     * Copies out.
     *
     * @throws dev.slat.memory.GuestMemoryException where nothing is
     */
    void read(long address, MemorySegment to);

    /**
     * Copies in.
     *
     * @throws dev.slat.memory.GuestMemoryException where nothing is
     */
    void write(long address, MemorySegment from);

    /** Through a domain of the device's own. */
    static DmaAccess of(GuestMemory memory) {
        DmaDomain domain = memory.dmaDomain("torture");
        return new DmaAccess() {
            @Override
            public void read(long address, MemorySegment to) {
                translated(() -> domain.read(address, to));
            }

            @Override
            public void write(long address, MemorySegment from) {
                translated(() -> domain.write(address, from));
            }
        };
    }

    private static void translated(Runnable access) {
        try {
            access.run();
        } catch (DmaFaultException e) {
            throw new GuestMemoryException(Errno.EFAULT, "a device's access", e);
        }
    }
}
