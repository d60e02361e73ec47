package dev.slat.memory.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Pages in a file, by number. The file is its owner's alone and its contents mean nothing to a
 * later process.
 *
 * <p>Threads: any; one lock, held over the file's calls, under which nothing else is called. Not a
 * FileChannel: an interrupt closes one, and every page in it would be lost.
 *
 * <p>Ownership: whoever opens it closes it, when no page in it is wanted any more.
 */
public final class SwapFile implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile file;
    private final int capacity;

    /** Places in use. Guarded by this, as the file's position is. */
    private final BitSet used = new BitSet();

    private final byte[] buffer = new byte[(int) HostMapping.PAGE];

    private SwapFile(Path path, RandomAccessFile file, int capacity) {
        this.path = path;
        this.file = file;
        this.capacity = capacity;
    }

    /**
     * Makes a new file for at most {@code pages} pages; it grows as they come.
     *
     * @throws IOException the file is there already or cannot be made
     */
    public static SwapFile create(Path path, int pages) throws IOException {
        if (pages <= 0) {
            throw new HostRangeException("a swap file of " + pages + " pages", pages);
        }
        Files.createFile(path);
        return new SwapFile(path, new RandomAccessFile(path.toFile(), "rw"), pages);
    }

    /**
     * Writes a page to a free place.
     *
     * @return the place
     * @throws IOException the file is full or cannot be written; the place is free again
     */
    synchronized int write(MemorySegment page) throws IOException {
        int place = used.nextClearBit(0);
        if (place >= capacity) {
            throw new IOException(path + " is full: " + capacity + " pages");
        }
        MemorySegment.copy(page, ValueLayout.JAVA_BYTE, 0, buffer, 0, buffer.length);
        file.seek(place * HostMapping.PAGE);
        file.write(buffer);
        used.set(place);
        return place;
    }

    /** Reads the page at a place. */
    synchronized void read(int place, MemorySegment page) throws IOException {
        if (!used.get(place)) {
            throw new IOException(path + " has no page " + place);
        }
        file.seek(place * HostMapping.PAGE);
        file.readFully(buffer);
        MemorySegment.copy(buffer, 0, page, ValueLayout.JAVA_BYTE, 0, buffer.length);
    }

    /** The page at a place is not wanted any more. */
    synchronized void free(int place) {
        used.clear(place);
    }

    /** Pages in it. */
    public synchronized int size() {
        return used.cardinality();
    }

    /** Closes and deletes the file. */
    @Override
    public synchronized void close() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }

    @Override
    public String toString() {
        return "SwapFile[" + path + "]";
    }
}
