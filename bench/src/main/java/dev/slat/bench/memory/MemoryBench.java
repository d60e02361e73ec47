package dev.slat.bench.memory;

import dev.slat.bench.srcu.Percentiles;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./dev bench memory [PART...]}: prints a line for each row, p50 and p99, of the parts that
 * are named or of all: pairs, look-ups, logs, device, dirty-cost, pauses.
 */
public final class MemoryBench {
    private static final long PAGE = HostMapping.PAGE;
    private static final long MEBIBYTE = 1 << 20;
    private static final int PAIRS = 1_000;
    private static final int LOG = 0;
    private static final List<String> PARTS =
            List.of("pairs", "look-ups", "logs", "device", "dirty-cost", "pauses");

    private MemoryBench() {}

    /** See the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> parts = args.length == 0 ? PARTS : List.of(args);
        for (String part : parts) {
            switch (part) {
                case "pairs" -> pairs();
                case "look-ups" -> lookUps();
                case "logs" -> logs();
                case "device" -> DeviceAccess.measure();
                case "dirty-cost" -> DirtyCost.measure();
                case "pauses" -> Pauses.measure();
                default -> {
                    System.err.println("bench: part '" + part + "': use one of " + PARTS);
                    System.exit(2);
                }
            }
        }
    }

    private static void pairs() throws InterruptedException {
        for (int slots : new int[] {1, 512, 8_192, 32_000}) {
            pairs(slots, 0);
        }
        pairs(1, 2);
    }

    private static void lookUps() {
        for (int slots : new int[] {8, 32_000}) {
            lookUp(slots);
        }
    }

    static void print(String name, double[] values) {
        Percentiles p = Percentiles.of(values);
        System.out.printf("slat  %s %.2f %.2f%n", name, p.p50(), p.p99());
    }

    /** Other slots, of one page each, above the first GiB. */
    private static void fill(GuestMemory memory, HostMapping mapping, int slots) {
        for (int i = 1; i <= slots; i++) {
            memory.setRegion(
                    Region.slot(i).at(1024 * MEBIBYTE + i * 2L * PAGE).backedBy(mapping, 0, PAGE));
        }
    }

    /** Creates and deletes a slot of 1 MiB; with harts, while they write into it. */
    private static void pairs(int slots, int harts) throws InterruptedException {
        try (var memory = GuestMemory.create();
                var mapping = HostMapping.anonymous(MEBIBYTE)) {
            fill(memory, mapping, slots);
            List<WritingHart> running = new ArrayList<>();
            for (int i = 0; i < harts; i++) {
                running.add(new WritingHart(memory, MEBIBYTE));
            }
            Region region = Region.slot(0).backedBy(mapping);
            double[] times = new double[PAIRS];
            for (int round = 0; round < 30; round++) { // all but the last warm up
                for (int i = 0; i < PAIRS; i++) {
                    long start = System.nanoTime();
                    memory.setRegion(region);
                    memory.deleteRegion(0);
                    times[i] = (System.nanoTime() - start) / 1e3;
                }
            }
            for (WritingHart hart : running) {
                hart.stop();
            }
            print("pair-" + slots + (harts == 0 ? "" : "-harts-" + harts), times);
            for (int i = 1; i <= slots; i++) {
                memory.deleteRegion(i);
            }
        }
    }

    /** Guest frame to user address inside a guard, at random over the slots; nanoseconds. */
    private static void lookUp(int slots) {
        try (var memory = GuestMemory.create();
                var mapping = HostMapping.anonymous(MEBIBYTE)) {
            fill(memory, mapping, slots);
            try (GuestView view = memory.attach()) {
                long[] gpas =
                        new java.util.Random(1)
                                .ints(1 << 12, 1, slots + 1)
                                .mapToLong(i -> 1024 * MEBIBYTE + i * 2L * PAGE)
                                .toArray();
                double[] times = new double[2_000];
                long sum = 0;
                for (int round = -2_000; round < times.length; round++) {
                    long start = System.nanoTime();
                    sum += lookUp(view, gpas);
                    if (round >= 0) {
                        times[round] = (double) (System.nanoTime() - start) / gpas.length;
                    }
                }
                sink = sum;
                print("look-up-ns-" + slots, times);
            }
            for (int i = 1; i <= slots; i++) {
                memory.deleteRegion(i);
            }
        }
    }

    /** Keeps the results alive. */
    static volatile long sink;

    private static long lookUp(GuestView view, long[] gpas) {
        long sum = 0;
        for (long gpa : gpas) {
            view.enter();
            sum += view.userAddress(gpa);
            view.exit();
        }
        return sum;
    }

    /** Getting the log of 1 GiB: clean, one page in a hundred written by a hart, all of them. */
    private static void logs() {
        try (var memory = GuestMemory.create();
                var mapping = HostMapping.of(1024 * MEBIBYTE).hugePages(true).map()) {
            memory.setRegion(Region.slot(LOG).backedBy(mapping).logDirty());
            try (GuestView view = memory.attach()) {
                long pages = 1024 * MEBIBYTE / PAGE;
                print("log-clean", log(memory, view, pages, 0));
                print("log-1-percent", log(memory, view, pages, 100));
                print("log-all", log(memory, view, pages, 1));
            }
            memory.deleteRegion(LOG);
        }
    }

    private static double[] log(GuestMemory memory, GuestView view, long pages, int step) {
        double[] times = new double[100];
        for (int i = step == 0 ? -20_000 : -400; i < times.length; i++) {
            for (long page = 0; step > 0 && page < pages; page += step) {
                view.enter();
                view.translate(page * PAGE, true);
                view.exit();
            }
            long start = System.nanoTime();
            sink = memory.dirtyLog(LOG).length;
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e3;
            }
            view.takeRequests();
        }
        return times;
    }
}
