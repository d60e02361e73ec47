package dev.slat.memory.bus;

/**
 * Accesses of any length to a device that takes 1, 2, 4 or 8 bytes: 3, 5, 6 and 7 bytes, which an
 * access that crosses a page border leaves on one side, are cut into the widest such pieces, lowest
 * address first.
 *
 * <p>Threads: as the device's own calls. Stateless.
 */
public final class MmioPieces {
    private MmioPieces() {}

    /**
     * Loads {@code size} bytes, 1 to 8.
     *
     * @return the value, little-endian; bits beyond the size are zero
     */
    public static long read(MmioDevice device, long offset, int size) {
        long value = 0;
        for (int done = 0; done < size; ) {
            int piece = Integer.highestOneBit(size - done);
            long mask = -1L >>> (64 - 8 * piece);
            value |= (device.read(offset + done, piece) & mask) << (8 * done);
            done += piece;
        }
        return value;
    }

    /** Stores the low {@code size} bytes of a value, 1 to 8. */
    public static void write(MmioDevice device, long offset, int size, long value) {
        for (int done = 0; done < size; ) {
            int piece = Integer.highestOneBit(size - done);
            long mask = -1L >>> (64 - 8 * piece);
            device.write(offset + done, piece, value >>> (8 * done) & mask);
            done += piece;
        }
    }
}
