package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** A direct-mapped cache from virtual pages (tagged as in {@link Tlb}) to validated code pages. */
final class FetchTlb {
    private static final int ENTRIES = 1024;

    private final long[] tags = new long[ENTRIES];
    private final @Nullable CodePage[] pages = new CodePage[ENTRIES];

    FetchTlb() {
        clear();
    }

    /** The code page at {@code va} in {@code context}, or null on a miss. */
    @Nullable CodePage find(long va, int context) {
        int i = (int) (va >>> 12) & (ENTRIES - 1);
        return tags[i] == ((va & Tlb.PAGE_MASK) | context) ? pages[i] : null;
    }

    void fill(long va, int context, CodePage page) {
        int i = (int) (va >>> 12) & (ENTRIES - 1);
        tags[i] = (va & Tlb.PAGE_MASK) | context;
        pages[i] = page;
    }

    void evict(long va) {
        int i = (int) (va >>> 12) & (ENTRIES - 1);
        if ((tags[i] & Tlb.PAGE_MASK) == (va & Tlb.PAGE_MASK)) {
            tags[i] = Tlb.INVALID;
        }
    }

    void clear() {
        Arrays.fill(tags, Tlb.INVALID);
        Arrays.fill(pages, null);
    }
}
