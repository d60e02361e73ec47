package dev.slat.riscv;

import java.util.Arrays;

/**
 * Remembers where 4 KiB pieces of a superpage may be cached in a TLB.
 *
 * <p>One {@code sfence.vma} for any address in a superpage must drop all its pieces, and the TLB
 * does not know which those are. This is a small set without false negatives, keyed by superpage
 * number, per page size: if it has the address, everything is flushed; if not, one entry is enough.
 */
final class SuperpageFilter {
    /** Bits for each page size: a kernel's linear map of some GiB leaves most of them clear. */
    private static final int BITS = 4096;

    private static final int LEVELS = 4;
    private final long[] words = new long[LEVELS * BITS / Long.SIZE];

    /** Notes a cached piece of the leaf of {@code level} (1: 2 MiB, 2: 1 GiB, 3: 512 GiB) at va. */
    void add(long va, int level) {
        int bit = bit(va, level);
        words[bit >>> 6] |= 1L << bit;
    }

    /** Whether a piece of a superpage around {@code va} may be cached. */
    boolean mayContain(long va) {
        for (int level = 1; level < LEVELS; level++) {
            int bit = bit(va, level);
            if (((words[bit >>> 6] >>> bit) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        Arrays.fill(words, 0);
    }

    private static int bit(long va, int level) {
        long number = va >>> (12 + 9 * level);
        int hash = (int) ((number * 0x9E3779B97F4A7C15L) >>> 52);
        return level * BITS + hash;
    }
}
