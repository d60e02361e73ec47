package dev.slat.bench.memory;

import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Program;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import java.io.IOException;

/**
 * What dirty logging costs a guest that writes to 64 MiB, one word in each cache line: without a
 * log, with one between two rounds (each page was written since the last), and over a second that
 * begins with a round. Millions of instructions a second, not counting the time in which the hart
 * waited for a processor that others had, and what is lost in each cycle.
 */
final class DirtyCost {
    private static final long PAGE = HostMapping.PAGE;
    private static final long RAM = 0x8000_0000L;
    private static final long COUNTER = RAM + PAGE;
    private static final long LOGGED = 0x1_0000_0000L;
    private static final long BYTES = 64 << 20;
    private static final long PAGES = BYTES / PAGE;
    private static final int SLOT = 1;
    private static final int LINE = 64;

    /** Of the program below, apart from the two of each pass. */
    private static final long INSTRUCTIONS_A_PAGE = 1 + 4 * (PAGE / LINE) + 3;

    private static final int WARM_UP = 3;
    private static final int CYCLES = 15;
    private static final long SLICE_MILLIS = 400;
    private static final long ROUND_MILLIS = 1_000;

    private static final String HART = "dirty-cost";

    private final GuestMemory memory;
    private final long counter;
    private final RunDelay runDelay;

    private DirtyCost(GuestMemory memory, HostMapping ram, RunDelay runDelay) {
        this.memory = memory;
        this.runDelay = runDelay;
        this.counter = ram.hva() + (COUNTER - RAM);
    }

    static void measure() throws IOException, InterruptedException {
        try (var ram = HostMapping.anonymous(2 * PAGE);
                var mapping = HostMapping.anonymous(BYTES);
                var memory = GuestMemory.create()) {
            memory.setRegion(Region.slot(0).at(RAM).backedBy(ram));
            Region plain = Region.slot(SLOT).at(LOGGED).backedBy(mapping);
            Region logged = Region.slot(SLOT).at(LOGGED).backedBy(mapping).logDirty();
            memory.setRegion(plain);
            try (var _ = new GuestHart(HART, memory, RAM, program());
                    var runDelay = RunDelay.of(HART)) {
                new DirtyCost(memory, ram, runDelay).measure(plain, logged);
            }
        }
    }

    private void measure(Region plain, Region logged) throws IOException, InterruptedException {
        double[] without = new double[CYCLES];
        double[] between = new double[CYCLES];
        double[] round = new double[CYCLES];
        for (int i = -WARM_UP; i < CYCLES; i++) {
            memory.setRegion(plain);
            awaitPass();
            double withoutRate = rate(SLICE_MILLIS);
            memory.setRegion(logged);
            awaitPass();
            double betweenRate = rate(SLICE_MILLIS);
            double roundRate = rate(ROUND_MILLIS, this::takeLog);
            if (i >= 0) {
                without[i] = withoutRate;
                between[i] = betweenRate;
                round[i] = roundRate;
            }
        }
        MemoryBench.print("guest-mips-no-log", without);
        MemoryBench.print("guest-mips-between-rounds", between);
        MemoryBench.print("guest-mips-round-a-second", round);
        MemoryBench.print("guest-loss-percent-between-rounds", loss(without, between));
        MemoryBench.print("guest-loss-percent-round-a-second", loss(without, round));
    }

    /** T1 counts pages, also where the host can see it; S1 to S2 is what is written. */
    private static Program program() {
        Assembler a = Assembler.at(RAM).li(S0, COUNTER).li(S1, LOGGED).li(S2, LOGGED + BYTES);
        a.label("pass").mv(T0, S1);
        a.label("page").li(T2, PAGE / LINE);
        a.label("line").sd(T1, 0, T0).addi(T0, T0, LINE).addi(T2, T2, -1).bnez(T2, "line");
        a.addi(T1, T1, 1).sd(T1, 0, S0).bltu(T0, S2, "page").j("pass");
        return a.assemble();
    }

    private long pages() {
        return Window.getLongVolatile(counter);
    }

    /** Until each page was written once more. */
    private void awaitPass() throws InterruptedException {
        long end = pages() + PAGES + 1;
        while (pages() < end) {
            Thread.sleep(1);
        }
    }

    private double rate(long millis) throws IOException, InterruptedException {
        return rate(millis, () -> {});
    }

    /** Takes the log of a guest that has written to all of it. */
    private void takeLog() {
        long dirty = 0;
        for (long word : memory.dirtyLog(SLOT)) {
            dirty += Long.bitCount(word);
        }
        if (dirty != PAGES) {
            throw new IllegalStateException(dirty + " pages of " + PAGES + " are dirty");
        }
    }

    /** Millions of instructions a second, over a time that begins with {@code first}. */
    private double rate(long millis, Runnable first) throws IOException, InterruptedException {
        long pages = pages();
        long delay = runDelay.nanos();
        long start = System.nanoTime();
        first.run();
        Thread.sleep(millis);
        double done = pages() - pages;
        long nanos = System.nanoTime() - start - (runDelay.nanos() - delay);
        return done * INSTRUCTIONS_A_PAGE * 1e3 / nanos;
    }

    private static double[] loss(double[] without, double[] with) {
        double[] percent = new double[without.length];
        for (int i = 0; i < percent.length; i++) {
            percent[i] = 100 * (1 - with[i] / without[i]);
        }
        return percent;
    }
}
