package dev.slat.riscv;

import java.util.Arrays;

/**
 * A direct-mapped translation cache for one kind of access.
 *
 * <p>Entry {@code i} is the pair {@code entries[2i]} (tag) and {@code entries[2i + 1]} (addend: hva
 * less va), next to each other so that a hit touches one cache line. The tag is the page's virtual
 * address with an {@link AddressSpaces} context in bits 3 to 11. Bits 0 to 2 of a tag are zero, and
 * a lookup leaves the bits of a misaligned address in place there, so one compare refuses the wrong
 * page, the wrong context, and a misaligned access (which may cross into another page).
 */
final class Tlb {
    /** log2 of the entries: 1024 were worth 60 % over 256 in Sedna, and 16 KiB stay in L1 or L2. */
    static final int INDEX_BITS = 10;

    /** Selects the tag's index from {@code va >>> 11}. */
    static final int INDEX_MASK = ((1 << INDEX_BITS) - 1) << 1;

    /** A tag that no lookup produces: variant 7 is never used. */
    static final long INVALID = 0x3f;

    static final long PAGE_MASK = -4096L;

    final long[] entries = new long[2 << INDEX_BITS];

    Tlb() {
        clear();
    }

    static int index(long va) {
        return (int) (va >>> 11) & INDEX_MASK;
    }

    void fill(long va, int context, long hvaOfPage) {
        int i = index(va);
        entries[i] = (va & PAGE_MASK) | context;
        entries[i + 1] = hvaOfPage - (va & PAGE_MASK);
    }

    /** Drops the entry that holds the page of {@code va}, of any context. */
    void evict(long va) {
        int i = index(va);
        if ((entries[i] & PAGE_MASK) == (va & PAGE_MASK)) {
            entries[i] = INVALID;
        }
    }

    void clear() {
        Arrays.fill(entries, INVALID);
    }
}
