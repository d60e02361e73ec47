package dev.slat.cli;

/**
 * One thing that {@code slat doctor} looked at.
 *
 * @param fix what to do, as a phrase; empty if there is nothing to mend
 */
record Finding(Grade grade, String subject, String text, String fix) {
    /** How well the machine serves. */
    enum Grade {
        GOOD("ok"),
        /** Slat works without it. */
        LESS("less"),
        /** Slat does not work without it. */
        MISSING("missing");

        private final String mark;

        Grade(String mark) {
            this.mark = mark;
        }
    }

    static Finding good(String subject, String text) {
        return new Finding(Grade.GOOD, subject, text, "");
    }

    String mark() {
        return grade.mark;
    }
}
