package dev.slat.memory.dma;

/**
 * One access by a device that reached no memory.
 *
 * @param iova the first address that was refused, in bytes
 * @param length bytes of the access from there on; what came before them was done
 * @param write whether the device stored
 * @param reason why it was refused
 */
public record DmaFault(long iova, long length, boolean write, Reason reason) {
    /** Why a device was refused. */
    public enum Reason {
        /** No memory is mapped for the device at the address. */
        UNMAPPED,
        /** A store to memory that is mapped read-only. */
        READ_ONLY,
        /** A slot covers the address, but the host has no memory there or forbids the access. */
        NO_HOST_MEMORY
    }

    @Override
    public String toString() {
        return "DMA %s of 0x%x bytes at 0x%x: %s"
                .formatted(write ? "write" : "read", length, iova, reason);
    }
}
