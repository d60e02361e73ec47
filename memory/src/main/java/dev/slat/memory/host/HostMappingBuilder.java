package dev.slat.memory.host;

import dev.slat.memory.internal.HostCalls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The choices of a new {@link HostMapping}: anonymous memory with huge pages unless told otherwise.
 *
 * <p>Threads: one.
 */
public final class HostMappingBuilder {
    private final long bytes;
    private Source source = Source.ANONYMOUS;
    private boolean hugePages = true;
    private @Nullable Pager pager;
    private boolean absent;

    /** What brings the memory; opened only when the mapping is made. */
    private interface Source {
        Source ANONYMOUS =
                new Source() {
                    @Override
                    public Backing open(long bytes) {
                        return Backing.anonymous();
                    }

                    @Override
                    public boolean isPagerAllowed() {
                        return true;
                    }
                };

        Backing open(long bytes);

        /** Whether it may be filled and emptied behind the back of whoever else has it. */
        boolean isPagerAllowed();
    }

    /** A file by its path. */
    private record FileSource(Path path, long offset, boolean shared) implements Source {
        @Override
        public Backing open(long bytes) {
            long size = wholePages(path);
            if (offset < 0 || offset % HostMapping.PAGE != 0 || offset > size - bytes) {
                throw new HostRangeException(
                        "%d bytes at offset %d are not pages of %s, which has %d"
                                .formatted(bytes, offset, path, size),
                        offset);
            }
            String name = path.toAbsolutePath().toString();
            int fd = HostCalls.open(name, shared);
            HostCallException.check("open", fd, path + " for a mapping in bytes of", bytes);
            return Backing.file(fd, offset, shared);
        }

        @Override
        public boolean isPagerAllowed() {
            return !shared;
        }
    }

    /** A file of our own without a path. */
    private record MemorySource(String name) implements Source {
        @Override
        public Backing open(long bytes) {
            int fd = HostCalls.memfd(name);
            HostCallException.check("memfd_create", fd, "bytes", bytes);
            long result = HostCalls.truncate(fd, bytes);
            if (result < 0) {
                HostCalls.close(fd);
            }
            HostCallException.check("ftruncate", result, "bytes", bytes);
            return Backing.file(fd, 0, true);
        }

        @Override
        public boolean isPagerAllowed() {
            return true;
        }
    }

    HostMappingBuilder(long bytes) {
        if (bytes <= 0 || bytes % HostMapping.PAGE != 0) {
            throw new HostRangeException(
                    "a mapping of "
                            + bytes
                            + " bytes: not a positive multiple of "
                            + HostMapping.PAGE,
                    bytes);
        }
        this.bytes = bytes;
    }

    /** The size of a file in bytes, in whole pages. */
    static long wholePages(Path path) {
        try {
            return (Files.size(path) + HostMapping.PAGE - 1) & -HostMapping.PAGE;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + path + ": " + e, e);
        }
    }

    /** Stores go to the file, from a byte of it that begins a page. */
    public HostMappingBuilder sharedFile(Path path, long offset) {
        source = new FileSource(path, offset, true);
        return this;
    }

    /** The file's contents, from a byte of it that begins a page; stores stay in memory. */
    public HostMappingBuilder privateFile(Path path, long offset) {
        source = new FileSource(path, offset, false);
        return this;
    }

    /** A file of zeros in memory; {@code name} is for people (/proc). */
    public HostMappingBuilder memfd(String name) {
        source = new MemorySource(name);
        return this;
    }

    /** Whether to ask the host for huge pages. */
    public HostMappingBuilder hugePages(boolean wanted) {
        hugePages = wanted;
        return this;
    }

    /** No page is there at first; the pager brings each when it is first used. */
    public HostMappingBuilder pagedBy(Pager pager) {
        this.pager = pager;
        absent = true;
        return this;
    }

    /** Every page is there at first; the pager brings back those that were evicted. */
    public HostMappingBuilder swappedBy(Pager pager) {
        this.pager = pager;
        absent = false;
        return this;
    }

    /**
     * Makes the mapping.
     *
     * @throws HostRangeException a file has no such range
     * @throws IllegalArgumentException a pager under a shared file: others would see it half full
     * @throws UncheckedIOException a file cannot be found
     * @throws HostCallException a file cannot be opened or mapped
     * @throws OutOfMemoryError the host or the window has no room
     */
    public HostMapping map() {
        if (pager != null && !source.isPagerAllowed()) {
            throw new IllegalArgumentException(source + " cannot have a pager: others see it too");
        }
        if (bytes > Window.size()) {
            throw new OutOfMemoryError("no " + bytes + " bytes in the guest memory window");
        }
        Backing backing = source.open(bytes);
        long hva = -1;
        HostMapping mapping;
        try {
            hva = WindowReservation.allocate(bytes, hugePages);
            if (source != Source.ANONYMOUS) {
                backing.map(hva, 0, bytes);
            }
            PageStates states =
                    new PageStates(
                            bytes >> MappedPages.SHIFT,
                            absent ? PageState.ABSENT : PageState.PLAIN);
            MappedPages pages = new MappedPages(hva, bytes, backing, states);
            mapping = new HostMapping(pages, pager, WindowSpace.NOTIFIERS);
            MappingTable.add(mapping);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (hva >= 0) {
                WindowReservation.free(hva, bytes);
            }
            backing.close();
            throw e;
        }
        return mapping;
    }
}
