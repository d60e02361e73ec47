package dev.slat.torture.run;

import java.io.PrintWriter;
import java.util.Locale;

/** The lines that a run prints. Threads: any. */
public final class Report {
    private final PrintWriter out;

    /** A report that is written as it grows. */
    public Report(PrintWriter out) {
        this.out = out;
    }

    /** One line, at once. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** How often each check that was made passed and failed. */
    public void checks(Findings findings) {
        for (Check check : Check.values()) {
            long passed = findings.passes(check);
            long failed = findings.failures(check);
            if (passed + failed > 0) {
                say(
                        String.format(
                                Locale.ROOT,
                                "  %-16s %,15d passed %,9d failed",
                                check.label(),
                                passed,
                                failed));
            }
        }
    }
}
