package dev.slat.memory.host;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Takes the contents of a page that leaves memory. */
@FunctionalInterface
public interface PageSink {
    /**
     * Keeps a page. When this returns, the pager must be able to bring it back.
     *
     * @param offset of the page in its mapping, in bytes
     * @param page its contents, a copy
     * @throws IOException the page stays where it is
     */
    void accept(long offset, MemorySegment page) throws IOException;
}
