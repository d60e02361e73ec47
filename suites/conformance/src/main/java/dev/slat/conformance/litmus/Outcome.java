package dev.slat.conformance.litmus;

/**
 * What one instance of a litmus program ended in: two results of each hart and the last values of x
 * and y, each 0 to 3.
 *
 * @param key the values side by side: bits 4h and 4h + 2 for hart h, bits 16 and 18 for x and y
 */
record Outcome(int key) {
    /** Keys that there are. */
    static final int KEYS = 1 << 20;

    static final int X_SHIFT = 16;
    static final int Y_SHIFT = 18;

    /** Result {@code index}, 0 or 1, of a hart. */
    int result(int hart, int index) {
        return key >>> (4 * hart + 2 * index) & 3;
    }

    int x() {
        return key >>> X_SHIFT & 3;
    }

    int y() {
        return key >>> Y_SHIFT & 3;
    }

    /** The results of so many harts, and x and y at the end if they count. */
    String text(int harts, boolean last) {
        StringBuilder text = new StringBuilder();
        for (int hart = 0; hart < harts; hart++) {
            text.append("%d:%d%d ".formatted(hart, result(hart, 0), result(hart, 1)));
        }
        return last
                ? text.append("x=%d y=%d".formatted(x(), y())).toString()
                : text.toString().strip();
    }
}
