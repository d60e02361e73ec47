package dev.slat.riscv.vector;

/**
 * How many fields of its segment a memory access had done when it was left for a bus access. {@code
 * vstart} counts whole segments, and the fields that are done must not be done again: each may be a
 * device's register. Another vector access in between forgets it; the segment then begins anew,
 * which the manual allows (section 17).
 */
final class SegmentProgress {
    private int word;
    private int vstart;
    private int fields;
    private int next;

    /** The field to begin with in element {@code vstart}, for the instruction {@code encoding}. */
    int begin(int encoding, int element, int fieldCount) {
        int field = word == encoding && vstart == element && fields == fieldCount ? next : 0;
        word = encoding;
        fields = fieldCount;
        vstart = element;
        next = field;
        return field;
    }

    /** Field {@code field} of element {@code element} comes next. */
    void at(int element, int field) {
        vstart = element;
        next = field;
    }

    /** The access that comes next is done. */
    void accessDone(VectorUnit v) {
        next++;
        if (next == fields) {
            next = 0;
            v.vstart++;
            vstart = v.vstart;
        }
    }

    void forget() {
        word = 0;
        next = 0;
    }
}
