package dev.slat.memory.slots;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One bit for each page of a slot, set when the page is written. Bit i is page i of the slot, as in
 * KVM_GET_DIRTY_LOG.
 *
 * <p>Memory ordering: marks are atomic and may come from any thread. A hart marks before it gets a
 * writable translation; a host write marks after the bytes, inside one read section. {@link
 * #takeAll} is followed by a flush before its result is used, so no write is lost between.
 */
public final class DirtyBitmap {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] words;

    /** A clean bitmap for {@code pages} pages. */
    public DirtyBitmap(long pages) {
        words = new long[Math.toIntExact((pages + 63) / 64)];
    }

    /** Marks a page of the slot, counted from its start. */
    public void mark(long page) {
        int index = (int) (page >>> 6);
        long bit = 1L << page;
        // Most marks repeat: a load is cheaper than an atomic store.
        if (((long) WORD.getVolatile(words, index) & bit) == 0) {
            WORD.getAndBitwiseOr(words, index, bit);
        }
    }

    /** Takes all marks and leaves the bitmap clean. */
    public long[] takeAll() {
        long[] taken = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            if ((long) WORD.getVolatile(words, i) != 0) {
                taken[i] = (long) WORD.getAndSet(words, i, 0L);
            }
        }
        return taken;
    }
}
