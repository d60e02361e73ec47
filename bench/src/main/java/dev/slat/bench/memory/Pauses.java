package dev.slat.bench.memory;

import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.S3;
import static dev.slat.assembler.Register.S4;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.T3;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long a hart that does not touch a slot stands still while that slot is created and deleted:
 * the hart reads its clock without end, writing to memory of its own in between, and keeps the
 * longest time between two readings in each phase. A phase is either a slot's creation, use by
 * another hart, and deletion, or as long without any change, which shows what the machine does
 * anyway. Both are told for all phases, and for those in which the hart never had to wait for a
 * processor. Microseconds.
 */
final class Pauses {
    private static final long PAGE = HostMapping.PAGE;
    private static final long MEBIBYTE = 1 << 20;
    private static final long RAM = 0x8000_0000L;
    private static final long RAM_BYTES = 2 * MEBIBYTE;

    /** Where the host says which phase it is; behind it the hart counts its loops. */
    private static final long PHASE = RAM + PAGE;

    private static final long LOOPS = PHASE + Long.BYTES;
    private static final long OWN_PAGES = RAM + 0x10000;
    private static final long PAUSES = RAM + MEBIBYTE;
    private static final int SLOT = 1;

    /** What the other hart writes to, so that there are translations to take back. */
    private static final int TOUCHED = 16;

    private static final int WARM_UP = 5_000;
    private static final int PAIRS = 20_000;
    private static final double LIMIT = 100;

    private static final String HART = "pauses";

    private final GuestMemory memory;
    private final long ram;
    private final Region region;
    private final RunDelay runDelay;
    private int phase;
    private long delayed;

    private Pauses(GuestMemory memory, HostMapping ram, HostMapping mapping, RunDelay runDelay) {
        this.memory = memory;
        this.ram = ram.hva() - RAM;
        this.region = Region.slot(SLOT).backedBy(mapping);
        this.runDelay = runDelay;
    }

    static void measure() throws IOException {
        try (var ram = HostMapping.anonymous(RAM_BYTES);
                var mapping = HostMapping.anonymous(MEBIBYTE);
                var memory = GuestMemory.create()) {
            memory.setRegion(Region.slot(0).at(RAM).backedBy(ram));
            try (var _ = new GuestHart(HART, memory, RAM, program());
                    GuestView other = memory.attach();
                    var runDelay = RunDelay.of(HART)) {
                new Pauses(memory, ram, mapping, runDelay).measure(other);
            }
        }
    }

    private void measure(GuestView other) throws IOException {
        List<Pause> quiet = new ArrayList<>();
        List<Pause> changing = new ArrayList<>();
        for (int i = -WARM_UP; i < PAIRS; i++) {
            long start = System.nanoTime();
            pair(other);
            long end = System.nanoTime();
            Pause pause = endPhase();
            long quietEnd = System.nanoTime() + (end - start);
            while (System.nanoTime() < quietEnd) {
                Thread.onSpinWait();
            }
            Pause quietPause = endPhase();
            if (i >= 0) {
                changing.add(pause);
                quiet.add(quietPause);
            }
        }
        print("pause-no-change", quiet);
        print("pause-pair", changing);
    }

    /** The longest of a phase. */
    private record Pause(double micros, boolean waitedForProcessor) {}

    private void pair(GuestView other) {
        memory.setRegion(region);
        other.enter();
        for (int page = 0; page < TOUCHED; page++) {
            MemoryBench.sink = other.translate(page * PAGE, true);
        }
        other.exit();
        memory.deleteRegion(SLOT);
        other.takeRequests();
    }

    /** A pause ends with the loop that notices it: lets two go by, and tells the longest so far. */
    private Pause endPhase() throws IOException {
        long enough = Window.getLongVolatile(ram + LOOPS) + 2;
        while (Window.getLongVolatile(ram + LOOPS) < enough) {
            Thread.onSpinWait();
        }
        double micros = Window.getLongVolatile(ram + PAUSES + phase * 8L) / 1e3;
        long before = delayed;
        delayed = runDelay.nanos();
        phase++;
        Window.putLong(ram + PHASE, phase);
        return new Pause(micros, delayed != before);
    }

    /** S1 is the last time, S3 counts loops. */
    private static Program program() {
        Assembler a = Assembler.at(RAM).li(S0, PHASE).li(S2, PAUSES).li(S4, OWN_PAGES);
        a.csrr(S1, Csr.TIME).label("loop");
        a.ld(T2, 0, S0).slli(T2, T2, 3).add(T2, T2, S2);
        a.csrr(T0, Csr.TIME).sub(T1, T0, S1).mv(S1, T0);
        a.ld(T3, 0, T2).bgeu(T3, T1, "shorter").sd(T1, 0, T2).label("shorter");
        a.addi(S3, S3, 1).andi(T3, S3, 63).slli(T3, T3, 12).add(T3, T3, S4).sd(S3, 0, T3);
        a.sd(S3, LOOPS - PHASE, S0).j("loop");
        return a.assemble();
    }

    private static void print(String name, List<Pause> pauses) {
        row(name, pauses.stream());
        row(name + "-on-processor", pauses.stream().filter(pause -> !pause.waitedForProcessor()));
    }

    private static void row(String name, Stream<Pause> pauses) {
        double[] sorted = pauses.mapToDouble(Pause::micros).sorted().toArray();
        MemoryBench.print(name, sorted);
        System.out.printf(
                "slat  %s-worst p99.9 %.2f, max %.2f, over %.0f: %d of %d%n",
                name,
                sorted[(int) (sorted.length * 0.999)],
                sorted[sorted.length - 1],
                LIMIT,
                Arrays.stream(sorted).filter(pause -> pause > LIMIT).count(),
                sorted.length);
    }
}
