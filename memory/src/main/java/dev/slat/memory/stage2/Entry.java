package dev.slat.memory.stage2;

import dev.slat.memory.host.HostMapping;

/**
 * A stage-2 leaf, packed in a long: the hva of the page (or of the first of the large page's), and
 * what may be done with it. 0 is no translation.
 */
final class Entry {
    static final long NONE = 0;

    /** A leaf. */
    static final long PRESENT = 1;

    /** Stores may go there. Without it a store faults, and is logged or copies the page. */
    static final long WRITABLE = 1 << 1;

    /** Used since the last time that its age was asked. */
    static final long ACCESSED = 1 << 2;

    private static final long ADDRESS = -HostMapping.PAGE;

    private Entry() {}

    static long of(long hva, boolean writable) {
        return hva | PRESENT | ACCESSED | (writable ? WRITABLE : 0);
    }

    static long hva(long entry) {
        return entry & ADDRESS;
    }

    static boolean isWritable(long entry) {
        return (entry & WRITABLE) != 0;
    }

    /** The part of a large leaf that maps the page {@code bytes} behind its first. */
    static long part(long entry, long bytes) {
        return entry + bytes;
    }
}
