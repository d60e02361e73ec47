package dev.slat.riscv.vector;

/** How wide the elements of vd and vs2 are beside SEW, which is the width of vs1 (section 10.1). */
enum Shape {
    SINGLE(0, 0),
    /** {@code vw*}, {@code vfwcvt}. */
    WIDENING(1, 0),
    /** {@code vw*.w}. */
    WIDE(1, 1),
    /** {@code vn*}, {@code vfncvt}. */
    NARROWING(0, 1),
    /** {@code .vf2} */
    HALF(0, -1),
    /** {@code .vf4} */
    QUARTER(0, -2),
    /** {@code .vf8} */
    EIGHTH(0, -3);

    /** What to add to the binary logarithm of SEW, and to that of LMUL, for vd. */
    final int destination;

    /** The same for vs2. */
    final int source;

    Shape(int destination, int source) {
        this.destination = destination;
        this.source = source;
    }
}
