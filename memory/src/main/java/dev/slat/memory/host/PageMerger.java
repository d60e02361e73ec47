package dev.slat.memory.host;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Finds pages with equal contents, in one mapping or several, and lets them share one frame; pages
 * of zeros give their memory back. A page that is written again gets a copy of its own. What KSM is
 * to Linux.
 *
 * <p>A page is taken only when its checksum was the same in the scan before, so pages that change
 * are left alone, and a first scan merges nothing. Equality is always checked byte by byte while
 * nobody can write.
 *
 * <p>Threads: one at a time; outside read sections. Guests run meanwhile. Ownership: mappings are
 * closed before the merger is; a mapping is taken off before it is closed.
 */
public final class PageMerger implements AutoCloseable {
    private final FramePool pool;
    private final List<Watched> watched = new ArrayList<>();

    /** Frames by the checksum of their contents; the merger holds a use of each. */
    private final Map<Integer, Frame> frames = new HashMap<>();

    private final MemorySegment page = MemorySegment.ofArray(new byte[(int) HostMapping.PAGE]);
    private final MemorySegment other = MemorySegment.ofArray(new byte[(int) HostMapping.PAGE]);
    private final int zeroChecksum = checksum(page);

    /** A mapping, the checksum of each page in the last scan, and whether it was merged since. */
    private static final class Watched {
        final HostMapping mapping;
        final int[] checksums;
        final boolean[] done;

        Watched(HostMapping mapping) {
            int pages = Math.toIntExact(mapping.size() / HostMapping.PAGE);
            this.mapping = mapping;
            this.checksums = new int[pages];
            this.done = new boolean[pages];
        }

        long share(int index, Frame frame) {
            done[index] = mapping.sharePage(index * HostMapping.PAGE, frame);
            return done[index] ? 1 : 0;
        }
    }

    /** A page seen in this scan, which no other equals so far. */
    private record Candidate(Watched of, int index) {}

    /**
     * A merger that looks at nothing yet.
     *
     * @throws HostCallException the host has no memory file for its frames
     */
    public PageMerger() {
        pool = FramePool.create();
    }

    /** From the next scan on, pages of the mapping are looked at. */
    public void add(HostMapping mapping) {
        watched.add(new Watched(mapping));
    }

    /** Looks at the mapping no more; what it shares stays shared. */
    public void remove(HostMapping mapping) {
        watched.removeIf(one -> one.mapping == mapping);
    }

    /**
     * Looks at every page once.
     *
     * @return how many pages gave their own memory back
     */
    public long scan() {
        Map<Integer, Candidate> candidates = new HashMap<>();
        long merged = 0;
        for (Watched one : watched) {
            for (int i = 0; i < one.checksums.length; i++) {
                merged += look(one, i, candidates);
            }
        }
        frames.values().removeIf(PageMerger::releaseIfUnused);
        return merged;
    }

    private long look(Watched one, int index, Map<Integer, Candidate> candidates) {
        long offset = index * HostMapping.PAGE;
        if (!one.mapping.peekPage(offset, page)) {
            one.done[index] = false;
            return 0;
        }
        int checksum = checksum(page);
        boolean calm = one.checksums[index] == checksum;
        if (!calm) {
            one.checksums[index] = checksum;
            one.done[index] = false;
            return 0;
        }
        if (one.done[index]) {
            return 0;
        }
        if (checksum == zeroChecksum && ZeroPage.is(page)) {
            one.done[index] = one.mapping.discardZeroPage(offset);
            return one.done[index] ? 1 : 0;
        }
        Frame frame = frames.get(checksum);
        if (frame != null) {
            return frame.equalTo(page, 0) ? one.share(index, frame) : 0;
        }
        Candidate twin = candidates.putIfAbsent(checksum, new Candidate(one, index));
        if (twin == null
                || !twin.of.mapping.peekPage(twin.index * HostMapping.PAGE, other)
                || page.mismatch(other) >= 0) {
            return 0;
        }
        Frame fresh = pool.frame(page);
        frames.put(checksum, fresh);
        return twin.of.share(twin.index, fresh) + one.share(index, fresh);
    }

    private static boolean releaseIfUnused(Frame frame) {
        if (frame.uses() > 1) {
            return false;
        }
        frame.release();
        return true;
    }

    private static int checksum(MemorySegment page) {
        CRC32C crc = new CRC32C();
        crc.update(page.asByteBuffer());
        return (int) crc.getValue();
    }

    /** Frames that pages share now. */
    public int frames() {
        return pool.size();
    }

    /** Pages that show them: so many pages need only {@link #frames} pages of memory. */
    public long sharedPages() {
        return frames.values().stream().mapToLong(frame -> frame.uses() - 1).sum();
    }

    /**
     * Lets go of everything.
     *
     * @throws IllegalStateException while a page shows a frame
     */
    @Override
    public void close() {
        frames.values().forEach(Frame::release);
        frames.clear();
        watched.clear();
        pool.close();
    }

    @Override
    public String toString() {
        return "PageMerger[%d mappings, %d frames]".formatted(watched.size(), frames());
    }
}
