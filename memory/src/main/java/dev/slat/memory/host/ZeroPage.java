package dev.slat.memory.host;

import java.lang.foreign.MemorySegment;

/** What a page of zeros looks like. */
final class ZeroPage {
    private static final MemorySegment ZEROS =
            MemorySegment.ofArray(new byte[(int) HostMapping.PAGE]).asReadOnly();

    private ZeroPage() {}

    static boolean is(MemorySegment page) {
        return page.mismatch(ZEROS) < 0;
    }
}
