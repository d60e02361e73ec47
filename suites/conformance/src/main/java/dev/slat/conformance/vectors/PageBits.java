package dev.slat.conformance.vectors;

import java.util.Arrays;

/**
 * The bitmap given to a clear call: some bits, or every bit of every word.
 *
 * @param all every bit; then {@code pages} is empty
 */
record PageBits(boolean all, PageSet pages) {
    /** The bitmap, of {@code length} words. */
    long[] words(int length) {
        if (!all) {
            return pages.words(length);
        }
        long[] words = new long[length];
        Arrays.fill(words, -1L);
        return words;
    }

    @Override
    public String toString() {
        return all ? "all" : pages.toString();
    }
}
