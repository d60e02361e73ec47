package dev.slat.memory.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which pages of a mapping were resolved since somebody last cleared them: the accessed bits of
 * accesses that no notifier's own translations see, those of devices and of the host.
 *
 * <p>Threads: any. Ordering: none; ageing is a heuristic, and a mark that comes late counts for the
 * next round.
 */
final class AgeMap {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] words;

    AgeMap(long pages) {
        words = new long[(int) ((pages + 63) >> 6)];
    }

    void mark(long page) {
        int index = (int) (page >> 6);
        long bit = 1L << page;
        if (((long) WORD.getOpaque(words, index) & bit) == 0) {
            WORD.getAndBitwiseOr(words, index, bit);
        }
    }

    boolean test(long first, long end) {
        for (long page = first; page < end; page++) {
            if (((long) WORD.getOpaque(words, (int) (page >> 6)) >>> page & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    boolean clear(long first, long end) {
        boolean young = false;
        for (long page = first; page < end; page++) {
            int index = (int) (page >> 6);
            long bit = 1L << page;
            if (((long) WORD.getOpaque(words, index) & bit) != 0) {
                young |= ((long) WORD.getAndBitwiseAnd(words, index, ~bit) & bit) != 0;
            }
        }
        return young;
    }
}
