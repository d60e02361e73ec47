package dev.slat.torture.memory;

import dev.slat.memory.internal.FaultyMemory;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Crew;
import dev.slat.torture.run.Findings;
import dev.slat.torture.run.Report;
import dev.slat.torture.run.Verdict;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Tortures guest memory: a world for each round, its threads, the report. */
public final class MemoryTorture {
    private static final long ROUND_NANOS = Duration.ofMillis(2_500).toNanos();
    private static final int DMA_DEVICES = 2;

    private final MemoryTortureOptions options;
    private final Report report;
    private final Findings findings;
    private final SplittableRandom dice;
    private final long start = System.nanoTime();
    private final LongAdder updates = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder flushes = new LongAdder();
    private final LongAdder gracePeriods = new LongAdder();
    private final LongAdder pages = new LongAdder();
    private final LongAdder instructions = new LongAdder();

    private MemoryTorture(MemoryTortureOptions options, PrintWriter out) {
        this.options = options;
        report = new Report(out);
        findings = new Findings(options.variant() != BrokenMemory.NONE);
        dice = new SplittableRandom(options.seed());
    }

    /**
     * Half of the time in this process, where freed memory reads as zeros or rests as poison, and
     * half in one of its own in checked mode, where its use is the end of the process. Prints a
     * report and returns the verdict, which is also the last line of the report.
     */
    public static Verdict run(MemoryTortureOptions options, PrintWriter out)
            throws InterruptedException {
        Duration half = options.time().dividedBy(2);
        MemoryTortureOptions halved =
                new MemoryTortureOptions(
                        half.isZero() ? options.time() : half,
                        options.seed(),
                        options.harts(),
                        options.variant(),
                        options.isVerbose());
        MemoryTorture torture = new MemoryTorture(halved, out);
        Verdict verdict = torture.torture();
        if (!torture.findings.isDecided()) {
            torture.report.say("the same in a process in checked mode:");
            verdict = verdict.plus(CheckedProcess.run(halved, torture.report));
        }
        torture.report.say(verdict.line());
        return verdict;
    }

    /** All of it in this process, in whatever mode that is. */
    public static Verdict runHere(MemoryTortureOptions options, PrintWriter out)
            throws InterruptedException {
        MemoryTorture torture = new MemoryTorture(options, out);
        Verdict verdict = torture.torture();
        torture.report.say(verdict.line());
        return verdict;
    }

    private Verdict torture() throws InterruptedException {
        report.say(
                "torture of memory: seed %d, %d s, %d harts, %s"
                        .formatted(
                                options.seed(),
                                options.time().toSeconds(),
                                options.harts(),
                                options.variant() == BrokenMemory.NONE
                                        ? "not broken"
                                        : "broken: " + options.variant().label()));
        long end = start + options.time().toNanos();
        int round = 0;
        for (long left = end - System.nanoTime();
                left > 0 && !findings.isDecided();
                left = end - System.nanoTime()) {
            if (!round(round++, Math.min(left, ROUND_NANOS))) {
                break;
            }
            if (options.isVerbose()) {
                report.say("  " + verdict().line());
            }
        }
        findings.require(
                instructions.sum() > 0 && pages.sum() > 0,
                Check.PROGRESS,
                "the harts have checked nothing");
        report.checks(findings);
        return verdict();
    }

    /** One world, from its creation to its end; false if a thread hangs. */
    private boolean round(int number, long nanos) throws InterruptedException {
        World world = new World(options.variant(), findings, number, dice.split());
        Harts harts = new Harts(world.memory, options.harts());
        Crew crew = new Crew(findings);
        harts.start(crew);
        for (int i = 0; i < Layout.SLOTS; i++) {
            int slot = i;
            SplittableRandom its = dice.split();
            crew.start("owner of slot " + slot, () -> SlotOwner.run(world, crew, slot, its));
        }
        for (int device = 0; device < DMA_DEVICES; device++) {
            DmaDevice dma = new DmaDevice(world, device, dice.split());
            crew.start("dma device " + device, () -> dma.run(crew));
        }
        SplittableRandom mover = dice.split();
        crew.start("page mover", () -> new PageMover(world, mover).run(crew));
        SplittableRandom changer = dice.split();
        crew.startVirtual("bus changer", () -> BusChanger.run(world, crew, changer));
        boolean ended = crew.work(nanos);
        count(world, harts);
        if (ended) {
            end(world, harts);
        }
        return ended;
    }

    private void end(World world, Harts harts) {
        try {
            harts.close();
            world.close();
        } catch (RuntimeException e) {
            findings.failed(Check.ERROR, "at the end of a round: " + e);
        }
    }

    private void count(World world, Harts harts) {
        FaultyMemory.Counts counts = FaultyMemory.counts(world.memory);
        long byHarts = world.pagesCheckedByHarts(options.harts());
        findings.passed(Check.STALE, byHarts);
        updates.add(world.updates.sum());
        faults.add(world.space.resolves());
        flushes.add(counts.flushes());
        gracePeriods.add(counts.gracePeriods());
        pages.add(world.pagesChecked.sum() + byHarts);
        instructions.add(harts.instructions());
    }

    private Verdict verdict() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("updates", updates.sum());
        counts.put("faults", faults.sum());
        counts.put("flushes", flushes.sum());
        counts.put("grace-periods", gracePeriods.sum());
        counts.put("pages-checked", pages.sum());
        counts.put(
                "stale-accesses",
                findings.failures(Check.STALE) + findings.failures(Check.STALE_STORE));
        counts.put("lost-dirty-pages", findings.failures(Check.DIRTY));
        return new Verdict(
                options.seed(),
                Duration.ofNanos(System.nanoTime() - start),
                counts,
                findings.failures(),
                findings.first());
    }
}
