package dev.slat.torture;

import dev.slat.srcu.Srcu;
import dev.slat.srcu.SrcuException;
import dev.slat.srcu.StallReport;
import dev.slat.srcu.Statistics;
import dev.slat.srcu.internal.FaultyDomain;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;
import dev.slat.torture.run.Report;
import dev.slat.torture.run.Verdict;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** One run: its domain, its parts in turn, its report. */
public final class Torture {
    /** Small, so that a flood of callbacks reaches it. */
    static final int CALLBACK_LIMIT = 1 << 12;

    /** No section takes so long, however busy the machine. */
    private static final Duration STALL = Duration.ofSeconds(15);

    /** After it, all parts have had their turn once. */
    private static final long ROUND_NANOS = Duration.ofMillis(2_500).toNanos();

    private final TortureOptions options;
    private final Report report;
    private final Findings findings;
    private final Srcu srcu;
    private final Trial trial;
    private final long start = System.nanoTime();

    private Torture(TortureOptions options, PrintWriter out) {
        this.options = options;
        report = new Report(out);
        findings = new Findings(options.variant() != BrokenVariant.NONE);
        Srcu.Builder builder =
                Srcu.builder("torture")
                        .callbackLimit(CALLBACK_LIMIT, STALL)
                        .stallAfter(STALL)
                        .onStall(this::stalled);
        srcu = FaultyDomain.create(builder, options.variant().fault);
        trial = new Trial(srcu, findings, options.variant(), options.seed());
    }

    /**
     * Tortures an SRCU domain of its own, prints a report and returns the verdict, which is also
     * the last line of the report. Several runs at once disturb each other, but not their verdicts.
     */
    public static Verdict srcu(TortureOptions options, PrintWriter out)
            throws InterruptedException {
        return new Torture(options, out).run();
    }

    private Verdict run() throws InterruptedException {
        say(
                "torture of srcu: seed %d, %d s, barrier %s, %s, parts %s"
                        .formatted(
                                options.seed(),
                                options.time().toSeconds(),
                                Srcu.barrier(),
                                options.variant() == BrokenVariant.NONE
                                        ? "not broken"
                                        : "broken: " + options.variant().label(),
                                options.parts().stream()
                                        .map(Part::label)
                                        .collect(Collectors.joining(", "))));
        if (runParts()) {
            close();
        }
        say("  age of what readers held  " + trial.ages);
        report.checks(findings);
        Verdict verdict = verdict();
        say(verdict.line());
        return verdict;
    }

    /** False if a part hangs, and with it whatever would come after. */
    private boolean runParts() throws InterruptedException {
        int weights = options.parts().stream().mapToInt(part -> part.weight).sum();
        long end = start + options.time().toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            long round = Math.min(left, ROUND_NANOS);
            for (Part part : options.parts()) {
                if (!part.run(trial, round * part.weight / weights)) {
                    return false;
                }
                if (findings.isDecided()) {
                    return true;
                }
            }
            if (options.isVerbose()) {
                say("  " + verdict().line());
            }
        }
        return true;
    }

    /** With all readers gone and all callbacks run, the domain must let itself be closed. */
    private void close() throws InterruptedException {
        try {
            if (!srcu.awaitCallbacks(STALL)) {
                findings.failed(Check.PROGRESS, "callbacks have not run at the end");
                return;
            }
            srcu.close();
        } catch (SrcuException e) {
            findings.failed(Check.ERROR, "closing at the end: " + e.getMessage());
        }
    }

    private void stalled(StallReport report) {
        findings.failed(Check.PROGRESS, report.toString());
    }

    private Verdict verdict() {
        Statistics statistics = srcu.statistics();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("grace-periods", statistics.gracePeriods());
        counts.put("sections", trial.sections.sum());
        counts.put("callbacks", statistics.callbacksCompleted());
        return new Verdict(
                options.seed(),
                Duration.ofNanos(System.nanoTime() - start),
                counts,
                findings.failures(),
                findings.first());
    }

    private void say(String line) {
        report.say(line);
    }
}
