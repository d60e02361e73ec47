package dev.slat.cli;

import java.io.PrintStream;

/** Slat's own words, on standard error so that standard output is the guest's alone. */
final class Messages {
    private final PrintStream out;
    private final boolean quiet;

    Messages(PrintStream out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    /** News, left out under {@code --quiet}. */
    void say(String line) {
        if (!quiet) {
            out.println("slat: " + line);
        }
    }

    /** Why the process ends with a status other than 0; said in any case. */
    void error(String line) {
        out.println("slat: " + line);
    }

    /** Text of the guest that explains an error. */
    void quote(String text) {
        out.println(text);
    }
}
