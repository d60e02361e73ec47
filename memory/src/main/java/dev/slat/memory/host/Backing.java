package dev.slat.memory.host;

import dev.slat.memory.internal.HostCalls;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What lies under a mapping: anonymous memory, or a file, shared or private. Says how a part of the
 * window is made to show it, and how its memory goes back to the host.
 *
 * <p>Threads: the holder of the mapping's change lock. It owns the file's number until {@link
 * #close}.
 */
final class Backing {
    /** The kinds, by what a store does. */
    enum Kind {
        /** Nobody else ever sees it. */
        ANONYMOUS,
        /** It stays in this mapping; the file keeps its own. */
        PRIVATE_FILE,
        /** It goes to the file, and whoever maps it sees it. */
        SHARED_FILE
    }

    private final Kind kind;
    private final int fd;
    private final long start;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Backing(Kind kind, int fd, long start) {
        this.kind = kind;
        this.fd = fd;
        this.start = start;
    }

    static Backing anonymous() {
        return new Backing(Kind.ANONYMOUS, -1, 0);
    }

    /** Owns {@code fd} from now on; the mapping's first byte is the file's {@code start}. */
    static Backing file(int fd, long start, boolean shared) {
        return new Backing(shared ? Kind.SHARED_FILE : Kind.PRIVATE_FILE, fd, start);
    }

    /** Whether pages can be exchanged without anybody outside seeing it. */
    boolean isPrivate() {
        return kind != Kind.SHARED_FILE;
    }

    /** Whether a page whose memory was given back is zero. */
    boolean isZeroWhenGivenBack() {
        return kind != Kind.PRIVATE_FILE;
    }

    /** Makes a part of the window show this, whatever it showed before. */
    void map(long hva, long offset, long bytes) {
        long address = WindowReservation.address(hva);
        long result;
        if (kind == Kind.ANONYMOUS) {
            result = HostCalls.mapZeroPages(address, bytes, HostCalls.PROT_READ_WRITE);
        } else {
            int flags =
                    HostCalls.MAP_FIXED
                            | HostCalls.MAP_NORESERVE
                            | (isPrivate() ? HostCalls.MAP_PRIVATE : HostCalls.MAP_SHARED);
            result =
                    HostCalls.mmap(
                            address, bytes, HostCalls.PROT_READ_WRITE, flags, fd, start + offset);
        }
        HostCallException.check("mmap", result, "hva", hva);
    }

    /** Throws contents away: the next access finds zeros, or the file's own for a private file. */
    void giveBack(long hva, long offset, long bytes) {
        if (isPrivate()) {
            long address = WindowReservation.address(hva);
            HostCallException.check(
                    "madvise",
                    HostCalls.advise(address, bytes, HostCalls.MADV_DONTNEED),
                    "hva",
                    hva);
        } else {
            HostCallException.check(
                    "fallocate", HostCalls.punchHole(fd, start + offset, bytes), "hva", hva);
        }
    }

    void close() {
        if (fd >= 0 && closed.compareAndSet(false, true)) {
            HostCalls.close(fd);
        }
    }

    @Override
    public String toString() {
        return switch (kind) {
            case ANONYMOUS -> "anonymous";
            case PRIVATE_FILE -> "private file";
            case SHARED_FILE -> "shared file";
        };
    }
}
