package dev.slat.memory.host;

/**
 * Host memory that memory slots may be backed by: zero pages that take no host memory until they
 * are touched.
 *
 * <p>Threads: any. Ownership: whoever creates a mapping closes it. While a slot is backed by it,
 * closing is refused; once {@code GuestMemory.deleteRegion} has returned, nobody can reach it any
 * more and closing is safe at once.
 */
public final class HostMapping implements AutoCloseable {
    /** Bytes in a page, the unit of slots. */
    public static final long PAGE = 4096;

    private final long hva;
    private final long size;

    /** Slots backed by this mapping, or -1 when closed. Guarded by this. */
    private int users;

    private HostMapping(long hva, long size) {
        this.hva = hva;
        this.size = size;
    }

    /**
     * Maps anonymous memory, all zeros, with huge pages where the host offers them.
     *
     * @param bytes a positive multiple of {@link #PAGE}
     * @throws IllegalArgumentException for another size
     * @throws OutOfMemoryError when the host or the window has no room for it
     */
    public static HostMapping anonymous(long bytes) {
        if (bytes <= 0 || bytes % PAGE != 0) {
            throw new IllegalArgumentException(
                    "a mapping of " + bytes + " bytes: not a positive multiple of " + PAGE);
        }
        return new HostMapping(WindowReservation.allocate(bytes, true), bytes);
    }

    /** Where it starts in the {@link Window}. */
    public long hva() {
        return hva;
    }

    /** Its size in bytes. */
    public long size() {
        return size;
    }

    /** A slot is about to be backed by this mapping. */
    public synchronized void retain() {
        if (users < 0) {
            throw new IllegalStateException(this + " is closed");
        }
        users++;
    }

    /** A slot that was backed by it is gone: no reader and no translation uses it any more. */
    public synchronized void release() {
        if (users <= 0) {
            throw new IllegalStateException(this + " is released more often than retained");
        }
        users--;
    }

    /**
     * Unmaps it and gives the memory back to the host. Closing twice does nothing.
     *
     * @throws IllegalStateException while a memory slot is backed by it
     */
    @Override
    public synchronized void close() {
        if (users > 0) {
            throw new IllegalStateException(this + " still backs " + users + " memory slots");
        }
        if (users == 0) {
            users = -1;
            WindowReservation.free(hva, size);
        }
    }

    @Override
    public String toString() {
        return "HostMapping[hva=0x%x, %d bytes]".formatted(hva, size);
    }
}
