package dev.slat.memory.host;

import java.lang.foreign.MemorySegment;

/**
 * One page of contents that several pages of mappings can show at once. The contents never change.
 *
 * <p>Threads: any. Ownership: counted; whoever made it holds one use, each page that shows it holds
 * one. With the last one its memory goes back to the host.
 */
public final class Frame {
    private final FramePool pool;
    private final int index;

    /** Uses, 0 when freed. Guarded by this. */
    private int uses = 1;

    Frame(FramePool pool, int index) {
        this.pool = pool;
        this.index = index;
    }

    /** How many hold it now. */
    public synchronized int uses() {
        return uses;
    }

    /** Whether the page at {@code offset} of a segment has these contents. */
    public boolean equalTo(MemorySegment page, long offset) {
        long length = HostMapping.PAGE;
        return MemorySegment.mismatch(pool.view(index), 0, length, page, offset, offset + length)
                < 0;
    }

    /**
     * One more use.
     *
     * @throws IllegalStateException when it is freed
     */
    synchronized void retain() {
        if (uses == 0) {
            throw new IllegalStateException("frame " + index + " is freed");
        }
        uses++;
    }

    /**
     * One use less.
     *
     * @throws IllegalStateException when none is left
     */
    public void release() {
        boolean last;
        synchronized (this) {
            if (uses == 0) {
                throw new IllegalStateException("frame " + index + " is freed");
            }
            last = --uses == 0;
        }
        if (last) {
            pool.free(index);
        }
    }

    /** Makes a page of the window show it, privately: a store there makes the host copy it. */
    void map(long hva, int protection) {
        pool.map(index, hva, protection);
    }
}
