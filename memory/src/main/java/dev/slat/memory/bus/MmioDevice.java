package dev.slat.memory.bus;

/**
 * A device whose registers the guest reaches by loads and stores outside memory slots.
 *
 * <p>Threads: any hart and any other device may call at any time, several at once; a device guards
 * its own state. Calls run inside a read section of the guest's memory, so a device may block, but
 * must not change memory slots or the bus from inside a call (that would wait for itself).
 *
 * <p>A device never throws for what a guest does: an offset or size that means nothing reads as
 * zero and ignores writes.
 */
public interface MmioDevice {
    /**
     * The guest loads from the device.
     *
     * @param offset bytes from the start of the device, 0 up to its length less {@code size}
     * @param size bytes: 1, 2, 4 or 8; the offset need not be a multiple of it
     * @return the value, little-endian, in the low {@code size} bytes; higher bits are ignored
     */
    long read(long offset, int size);

    /**
     * The guest stores to the device.
     *
     * @param offset bytes from the start of the device, 0 up to its length less {@code size}
     * @param size bytes: 1, 2, 4 or 8; the offset need not be a multiple of it
     * @param value the value in the low {@code size} bytes, zero-extended
     */
    void write(long offset, int size, long value);
}
