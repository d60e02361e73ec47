package dev.slat.conformance.vectors;

import java.util.BitSet;

/**
 * A set of page numbers, in text {@code 2,5-7} or {@code none}. Immutable.
 *
 * <p>Numbers run from 0 to 2^31 - 2, the most that one slot can have.
 */
final class PageSet {
    static final PageSet NONE = new PageSet(new BitSet());

    private final BitSet bits;

    private PageSet(BitSet bits) {
        this.bits = bits;
    }

    /** The set bits of a bitmap. */
    static PageSet of(long[] words) {
        return new PageSet(BitSet.valueOf(words));
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException for text that is none
     */
    static PageSet parse(String list) {
        if (list.equals("none")) {
            return NONE;
        }
        BitSet bits = new BitSet();
        for (String part : list.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = page(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : page(part.substring(dash + 1));
            if (last < first) {
                throw new IllegalArgumentException("range " + part + " runs backwards");
            }
            bits.set(first, last + 1);
        }
        return new PageSet(bits);
    }

    private static int page(String text) {
        long number = Numbers.parse(text);
        if (number < 0 || number >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException(text + " is no page number");
        }
        return (int) number;
    }

    boolean containsAll(PageSet other) {
        BitSet missing = (BitSet) other.bits.clone();
        missing.andNot(bits);
        return missing.isEmpty();
    }

    PageSet without(PageSet other) {
        BitSet rest = (BitSet) bits.clone();
        rest.andNot(other.bits);
        return new PageSet(rest);
    }

    boolean isEmpty() {
        return bits.isEmpty();
    }

    /** As a bitmap of {@code length} words; pages beyond it are left out. */
    long[] words(int length) {
        long[] words = new long[length];
        long[] mine = bits.toLongArray();
        System.arraycopy(mine, 0, words, 0, Math.min(mine.length, length));
        return words;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PageSet set && bits.equals(set.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    @Override
    public String toString() {
        if (bits.isEmpty()) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = bits.nextSetBit(end);
        }
        return text.toString();
    }
}
