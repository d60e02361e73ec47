package dev.slat.memory.host;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves pages of one mapping to a swap file, and back when they are used: the pager to make that
 * mapping with ({@link HostMappingBuilder#swappedBy}, or {@link HostMappingBuilder#pagedBy} over
 * another pager).
 *
 * <p>Threads: any. Several swappers may share a file; a swapper serves one mapping.
 */
public final class Swapper implements Pager {
    private final SwapFile file;
    private final Pager below;

    /**
     * Where each page lies that is out, by offset. An entry is made while nobody uses the page and
     * taken away by the one fault that brings it back, or with the page's contents.
     */
    private final ConcurrentHashMap<Long, Integer> places = new ConcurrentHashMap<>();

    /** A swapper of pages that are zero before they are first written. */
    public Swapper(SwapFile file) {
        this(file, (offset, page) -> {});
    }

    /**
     * A swapper over another pager.
     *
     * @param below brings the pages that are not in the file
     */
    public Swapper(SwapFile file, Pager below) {
        this.file = file;
        this.below = below;
    }

    /**
     * Moves a page out, unless it is out already.
     *
     * @return whether it was moved
     * @throws IOException the file is full or cannot be written; the page stays
     */
    public boolean swapOut(HostMapping mapping, long offset) throws IOException {
        return mapping.evictPage(offset, this::keep);
    }

    private void keep(long offset, MemorySegment page) throws IOException {
        forget(offset); // of an eviction that failed after this
        places.put(offset, file.write(page));
    }

    /**
     * Moves out the pages that have been idle for at least {@code samples} of a working set's
     * intervals.
     *
     * @param most stops after so many pages
     * @return how many were moved
     * @throws IOException as for {@link #swapOut}; what was moved before stays out
     */
    public long swapOutCold(HostMapping mapping, WorkingSet ages, int samples, long most)
            throws IOException {
        long moved = 0;
        for (long offset = 0; offset < mapping.size() && moved < most; ) {
            if (ages.age(offset) >= samples && swapOut(mapping, offset)) {
                moved++;
            }
            offset += HostMapping.PAGE;
        }
        return moved;
    }

    @Override
    public void populate(long offset, MemorySegment page) throws IOException {
        Integer place = places.get(offset);
        if (place == null) {
            below.populate(offset, page);
            return;
        }
        file.read(place, page);
        forget(offset); // only now: a failed read leaves it for the next try
    }

    @Override
    public void discarded(long offset, long length) {
        if (length >>> MappedPages.SHIFT <= places.size()) {
            for (long at = offset; at < offset + length; at += HostMapping.PAGE) {
                forget(at);
            }
        } else {
            places.keySet().stream()
                    .filter(at -> at >= offset && at < offset + length)
                    .forEach(this::forget);
        }
        below.discarded(offset, length);
    }

    private void forget(long offset) {
        Integer place = places.remove(offset);
        if (place != null) {
            file.free(place);
        }
    }

    /** Pages that are out now. */
    public int size() {
        return places.size();
    }
}
