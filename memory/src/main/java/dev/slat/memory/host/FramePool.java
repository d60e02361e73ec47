package dev.slat.memory.host;

import dev.slat.memory.internal.HostCalls;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * The memory of {@link Frame frames}: a memfd, of which each frame is one page.
 *
 * <p>Threads: any. Ownership: whoever made the pool closes it, when no page shows a frame of it any
 * more.
 */
@SuppressWarnings("restricted")
public final class FramePool implements AutoCloseable {
    /** Most frames; twice as many pages as this can never be foreign on an untuned host. */
    private static final int CAPACITY = 1 << 20;

    private static final long BYTES = CAPACITY * HostMapping.PAGE;

    private final int fd;
    private final MemorySegment view;

    /** Frames in use. Guarded by itself. */
    private final BitSet used = new BitSet();

    private boolean closed;

    private FramePool(int fd, MemorySegment view) {
        this.fd = fd;
        this.view = view;
    }

    /**
     * A pool without frames.
     *
     * @throws HostCallException the host has no file or no address space for it
     */
    public static FramePool create() {
        int fd = HostCalls.memfd("slat-frames");
        HostCallException.check("memfd_create", fd, "bytes", BYTES);
        try {
            HostCallException.check("ftruncate", HostCalls.truncate(fd, BYTES), "bytes", BYTES);
            int flags = HostCalls.MAP_SHARED | HostCalls.MAP_NORESERVE;
            long address = HostCalls.mmap(0, BYTES, HostCalls.PROT_READ_WRITE, flags, fd, 0);
            HostCallException.check("mmap", address, "bytes", BYTES);
            return new FramePool(fd, MemorySegment.ofAddress(address).reinterpret(BYTES));
        } catch (HostCallException e) {
            HostCalls.close(fd);
            throw e;
        }
    }

    /**
     * A frame with the contents of a page; the caller holds its first use.
     *
     * @param page {@link HostMapping#PAGE} bytes
     * @throws HostRangeException when it has another size
     * @throws OutOfMemoryError when every frame is in use
     */
    public Frame frame(MemorySegment page) {
        if (page.byteSize() != HostMapping.PAGE) {
            throw new HostRangeException(
                    "a frame of " + page.byteSize() + " bytes: not " + HostMapping.PAGE,
                    page.byteSize());
        }
        int index;
        synchronized (used) {
            if (closed) {
                throw new IllegalStateException("the frame pool is closed");
            }
            // In order, so that neighbours that are shared together can be one kernel mapping.
            index = used.nextClearBit(0);
            if (index >= CAPACITY) {
                throw new OutOfMemoryError("all " + CAPACITY + " frames are in use");
            }
            used.set(index);
        }
        view(index).copyFrom(page);
        return new Frame(this, index);
    }

    /** Frames in use. */
    public int size() {
        synchronized (used) {
            return used.cardinality();
        }
    }

    MemorySegment view(int index) {
        return view.asSlice(index * HostMapping.PAGE, HostMapping.PAGE);
    }

    void map(int index, long hva, int protection) {
        long result =
                HostCalls.mmap(
                        WindowReservation.address(hva),
                        HostMapping.PAGE,
                        protection,
                        HostCalls.MAP_PRIVATE | HostCalls.MAP_FIXED | HostCalls.MAP_NORESERVE,
                        fd,
                        index * HostMapping.PAGE);
        HostCallException.check("mmap", result, "hva", hva);
    }

    void free(int index) {
        // Private copies that pages made of it stay. If the host refuses, the memory stays too,
        // until the frame is used again.
        long ignored = HostCalls.punchHole(fd, index * HostMapping.PAGE, HostMapping.PAGE);
        synchronized (used) {
            used.clear(index);
        }
    }

    /**
     * Gives its memory back. Closing twice does nothing.
     *
     * @throws IllegalStateException while frames are in use
     */
    @Override
    public void close() {
        synchronized (used) {
            if (closed) {
                return;
            }
            if (!used.isEmpty()) {
                throw new IllegalStateException(
                        used.cardinality() + " frames of the pool are still in use");
            }
            closed = true;
        }
        HostCallException.check("munmap", HostCalls.munmap(view.address(), BYTES), "bytes", BYTES);
        HostCalls.close(fd);
    }
}
