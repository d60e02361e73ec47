package dev.slat.memory.dma;

/**
 * How a DMA domain shall be; see {@code GuestMemory.dmaDomain}. Immutable.
 *
 * @param name of the device, for messages
 * @param pins whether the memory of all slots is populated before the device can see it, and spared
 *     by swapping and merging while the domain has it. Without, the device waits for a page that is
 *     not there or is changing, as one with page requests does.
 */
public record DmaOptions(String name, boolean pins) {
    /** A domain that pins nothing. */
    public static DmaOptions named(String name) {
        return new DmaOptions(name, false);
    }

    /** The same, and it pins. */
    public DmaOptions pinned() {
        return new DmaOptions(name, true);
    }
}
