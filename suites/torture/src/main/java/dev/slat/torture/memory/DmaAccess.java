package dev.slat.torture.memory;

import dev.slat.memory.GuestMemory;

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

    /** Through the memory's own copies. */
    static DmaAccess of(GuestMemory memory) {
        return new DmaAccess() {
            @Override
            public void read(long address, MemorySegment to) {
                memory.read(address, to);
            }

            @Override
            public void write(long address, MemorySegment from) {
                memory.write(address, from);
            }
        };
    }
}
