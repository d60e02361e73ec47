package dev.slat.memory.host;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Brings the contents of pages when they are first used: what userfaultfd(2) is to a process.
 *
 * <p>Threads: the one that needs the page, a hart or a device, inside a read section; pages of one
 * mapping are populated in parallel, one page never twice at once. No lock is held, so a pager may
 * block for as long as it likes; a change of the page, and a slot update, wait for it meanwhile. It
 * must not change the mapping it populates, nor a memory slot: they would wait for itself.
 */
@FunctionalInterface
public interface Pager {
    /**
     * Fills a page. Nobody sees it before this returns.
     *
     * @param offset of the page in its mapping, in bytes
     * @param page one page of zeros to fill; writes after the return have no effect
     * @throws IOException the access that needs the page faults; the next one asks again, as it
     *     does after any unchecked exception
     */
    void populate(long offset, MemorySegment page) throws IOException;

    /**
     * The contents of a range were thrown away: what the pager keeps for them is not wanted any
     * more. Called while nobody uses the pages; it must not block.
     *
     * @param offset of the range in its mapping, in bytes
     * @param length in bytes
     */
    default void discarded(long offset, long length) {}
}
