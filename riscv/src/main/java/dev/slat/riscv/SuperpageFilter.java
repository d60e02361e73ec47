package dev.slat.riscv;

import java.util.Arrays;

/**
 * Remembers where 4 KiB pieces of a superpage may be cached in a TLB.
 *
 * <p>One {@code sfence.vma} for any address in a superpage must drop all its pieces, and the TLB
 * does not know which those are. This is a small set without false negatives, keyed by superpage
 * number, per page size (a 64 KiB range of Svnapot is one too): if it has the address, everything
 * is flushed; if not, one entry is enough.
 */
final class SuperpageFilter {
    /** Bits for each page size: a kernel's linear map of some GiB leaves most of them clear. */
    private static final int BITS = 4096;

    /** log2 of the bytes of a page that needs no note. */
    static final int PAGE_SHIFT = 12;

    /** log2 of the sizes: Svnapot's range, and the leaves above the last level. */
    private static final int[] SHIFTS = {16, 21, 30, 39};

    private final long[] words = new long[SHIFTS.length * BITS / Long.SIZE];

    /** Notes a cached piece of the leaf of {@code 1 << shift} bytes around va. */
    void add(long va, int shift) {
        for (int size = 0; size < SHIFTS.length; size++) {
            if (SHIFTS[size] == shift) {
                int bit = bit(va, size);
                words[bit >>> 6] |= 1L << bit;
            }
        }
    }

    /** Whether a piece of a superpage around {@code va} may be cached. */
    boolean mayContain(long va) {
        for (int size = 0; size < SHIFTS.length; size++) {
            int bit = bit(va, size);
            if (((words[bit >>> 6] >>> bit) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        Arrays.fill(words, 0);
    }

    private static int bit(long va, int size) {
        long number = va >>> SHIFTS[size];
        int hash = (int) ((number * 0x9E3779B97F4A7C15L) >>> 52);
        return size * BITS + hash;
    }
}
