package dev.slat.memory.slots;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One bit for each page of a slot, set when the page is written. Bit i is page i of the slot, as in
 * KVM_GET_DIRTY_LOG.
 *
 * <p>Memory ordering: marks are atomic and may come from any thread. A hart marks before it gets a
 * writable translation; a host write marks after the bytes, inside one read section. Whoever takes
 * marks protects their pages after, and flushes before the result is used, so no write is lost
 * between.
 */
public final class DirtyBitmap {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] words;

    /** A clean bitmap for {@code pages} pages. */
    public DirtyBitmap(long pages) {
        words = new long[Math.toIntExact((pages + Long.SIZE - 1) / Long.SIZE)];
    }

    /** Words of 64 pages, the last perhaps in part. */
    public int words() {
        return words.length;
    }

    /** Marks a page of the slot, counted from its start. */
    public void mark(long page) {
        int index = (int) (page >>> 6);
        long bit = 1L << page;
        // The bytes before the look at the mark: whoever takes the mark that is seen here sees them
        // in the page. Pairs with the atomic operations of take; DirtyMark in suites/stress.
        VarHandle.fullFence();
        // Most marks repeat: a load disturbs nobody, an atomic store would.
        if (((long) WORD.getVolatile(words, index) & bit) == 0) {
            WORD.getAndBitwiseOr(words, index, bit);
        }
    }

    /** Marks all pages of a bitmap that nobody else has yet, none past the end. */
    void markAll(long pages) {
        Arrays.fill(words, -1L);
        if (pages % Long.SIZE != 0) {
            words[words.length - 1] = -1L >>> (Long.SIZE - pages % Long.SIZE);
        }
    }

    /** The marks of a word. */
    public long word(int index) {
        return (long) WORD.getVolatile(words, index);
    }

    /** Takes all marks of a word. */
    public long take(int index) {
        return (long) WORD.getVolatile(words, index) == 0
                ? 0
                : (long) WORD.getAndSet(words, index, 0L);
    }

    /** Takes the marks of a word that are in {@code mask}; returns those that were set. */
    public long take(int index, long mask) {
        return (long) WORD.getAndBitwiseAnd(words, index, ~mask) & mask;
    }

    /** The marks as they are now, word by word. */
    public long[] copy() {
        long[] copy = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            copy[i] = word(i);
        }
        return copy;
    }
}
