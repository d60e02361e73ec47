package dev.slat.memory.host;

import dev.slat.memory.internal.HostCalls;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reserved address range behind {@link Window}, and which parts of it are in use.
 *
 * <p>The whole range is reserved once with no access, so only parts in use can be touched. A freed
 * part becomes harmless zero pages, because a stale translation must not crash the JVM; in checked
 * mode ({@code -Ddev.slat.memory.checked=true}) it becomes inaccessible again, and any use after
 * free ends the JVM where tests see it.
 */
@SuppressWarnings("restricted")
final class WindowReservation {
    /** Reservations tried, largest first: an address-space limit may forbid the large ones. */
    private static final int LARGEST = 40;

    private static final int SMALLEST = 32;

    /** Parts are aligned so that the host can back them with huge pages. */
    private static final long ALIGNMENT = 2 << 20;

    /** Beyond the mask's reach, so that a masked offset plus an access never leaves the segment. */
    private static final long GUARD = 4096;

    /** Parts of at least this size are aligned to it, for 1 GiB leaves. */
    private static final long GIG = 1 << 30;

    static final boolean CHECKED = Boolean.getBoolean("dev.slat.memory.checked");

    static final long SIZE;
    static final MemorySegment SEGMENT;

    /** Free ranges by hva, never adjacent to one another. Guarded by itself. */
    private static final TreeMap<Long, Long> FREE = new TreeMap<>();

    static {
        long address = -1;
        int bits = LARGEST;
        for (; bits >= SMALLEST; bits--) {
            // The guard page, and room to align the start.
            address = HostCalls.reserve((1L << bits) + GUARD + ALIGNMENT);
            if (address > 0) {
                break;
            }
        }
        if (address < 0) {
            throw new OutOfMemoryError(
                    "cannot reserve "
                            + (1L << SMALLEST)
                            + " bytes of address space, errno "
                            + -address);
        }
        SIZE = 1L << bits;
        long aligned = (address + ALIGNMENT - 1) & -ALIGNMENT;
        SEGMENT = MemorySegment.ofAddress(aligned).reinterpret(SIZE + GUARD);
        // The first part stays closed: hva 0 is nobody's.
        FREE.put(ALIGNMENT, SIZE - ALIGNMENT);
    }

    private WindowReservation() {}

    /**
     * Takes a part and fills it with zero pages.
     *
     * @return its hva
     * @throws OutOfMemoryError the window or the host has no room
     */
    static long allocate(long bytes, boolean hugePages) {
        long length = length(bytes);
        long hva = bytes <= SIZE ? take(length) : -1; // more would overflow the length
        if (hva < 0) {
            throw new OutOfMemoryError("no " + bytes + " bytes left in the guest memory window");
        }
        long address = SEGMENT.address() + hva;
        long result = HostCalls.mapZeroPages(address, length, HostCalls.PROT_READ_WRITE);
        if (result < 0) {
            give(hva, length);
            throw new OutOfMemoryError(
                    "the host refuses " + bytes + " bytes of memory, errno " + -result);
        }
        // Advice may be refused without harm, so no result.
        HostCalls.advise(
                address, length, hugePages ? HostCalls.MADV_HUGEPAGE : HostCalls.MADV_NOHUGEPAGE);
        return hva;
    }

    private static long length(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** The process's own address of an hva. */
    static long address(long hva) {
        return SEGMENT.address() + hva;
    }

    /** Gives a part back; its memory returns to the host. */
    static void free(long hva, long bytes) {
        long length = length(bytes);
        int protection = CHECKED ? HostCalls.PROT_NONE : HostCalls.PROT_READ_WRITE;
        long result = HostCalls.mapZeroPages(SEGMENT.address() + hva, length, protection);
        if (result < 0) {
            throw new IllegalStateException(
                    "cannot unmap " + bytes + " bytes at hva " + hva + ", errno " + -result);
        }
        give(hva, length);
    }

    private static long take(long length) {
        long alignment = length >= GIG ? GIG : ALIGNMENT;
        synchronized (FREE) {
            for (Map.Entry<Long, Long> range : FREE.entrySet()) {
                long start = range.getKey();
                long end = start + range.getValue();
                long hva = (start + alignment - 1) & -alignment;
                if (end - hva >= length) {
                    FREE.remove(start);
                    put(start, hva);
                    put(hva + length, end);
                    return hva;
                }
            }
            return -1;
        }
    }

    private static void put(long start, long end) {
        if (start < end) {
            FREE.put(start, end - start);
        }
    }

    private static void give(long hva, long length) {
        synchronized (FREE) {
            long start = hva;
            long end = hva + length;
            Map.Entry<Long, Long> before = FREE.lowerEntry(hva);
            if (before != null && before.getKey() + before.getValue() == start) {
                start = before.getKey();
            }
            Long after = FREE.remove(end);
            if (after != null) {
                end += after;
            }
            FREE.put(start, end - start);
        }
    }
}
