package dev.slat.riscv;

/**
 * Ranges of virtual addresses whose translations other harts want dropped. A request to the hart's
 * view follows each {@link #add}; the hart then applies all at once.
 *
 * <p>Threads: any for add, the hart's own for {@link #apply}. The monitor is a leaf.
 */
final class PendingFences {
    /** More ranges than a kernel has under way at once; beyond, one flush of all is cheaper. */
    private static final int MOST_RANGES = 8;

    /** Pages of one range; Linux itself flushes all beyond 64. */
    private static final int MOST_PAGES = 64;

    private static final long PAGE = 4096;

    // Guarded by this.
    private final long[] firstPage = new long[MOST_RANGES];
    private final int[] pages = new int[MOST_RANGES];
    private int count;
    private boolean all;

    /** Adds the range of {@code size} bytes, unsigned, from {@code start}. */
    synchronized void add(long start, long size) {
        long inPage = start & (PAGE - 1);
        if (count == MOST_RANGES
                || Long.compareUnsigned(size, MOST_PAGES * PAGE - inPage) > 0
                || Long.compareUnsigned(start + size, start) < 0) {
            all = true;
            return;
        }
        firstPage[count] = start - inPage;
        pages[count] = (int) ((inPage + size + PAGE - 1) / PAGE);
        count++;
    }

    /** Drops what was asked for since the last time. */
    synchronized void apply(Mmu mmu) {
        if (all) {
            mmu.flushAll();
        } else {
            for (int i = 0; i < count; i++) {
                for (int page = 0; page < pages[i]; page++) {
                    mmu.flushAddress(firstPage[i] + page * PAGE);
                }
            }
        }
        all = false;
        count = 0;
    }
}
