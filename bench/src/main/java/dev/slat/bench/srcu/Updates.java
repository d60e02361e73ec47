package dev.slat.bench.srcu;

import dev.slat.srcu.Reader;
import dev.slat.srcu.Srcu;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long an updater waits, in microseconds. */
final class Updates {
    private static final int WARM_UP = 20_000;
    private static final int COUNT = 20_000;
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(1_200);

    private Updates() {}

    /** Updates of a subject with some busy readers, whose sections last so long. */
    static void measure(String name, int readers, long sectionNanos) {
        Subject subject = Subject.named(name);
        try (BusyReaders busy = new BusyReaders(subject, readers, sectionNanos)) {
            report(subject::update);
            busy.report();
        }
    }

    /** The building blocks by themselves. */
    static void measureBarrier(String name, int readers) {
        Subject subject = new PlainRead();
        Runnable barrier =
                switch (name) {
                    case "membarrier" -> Native::membarrier;
                    case "arena-close" -> Updates::openAndClose;
                    default -> throw new IllegalArgumentException("barrier '" + name + "'");
                };
        if (name.equals("membarrier") && !Native.registerMembarrier()) {
            return; // not measured
        }
        try (BusyReaders _ = new BusyReaders(subject, readers, 0)) {
            report(barrier);
        }
    }

    private static void openAndClose() {
        try (Arena _ = Arena.ofShared()) {
            // Only its end is wanted.
        }
    }

    /** An idle domain with so many registered readers, by turns with one that has none. */
    static void measureRegistered(int readers) {
        Srcu many = Srcu.create("many");
        Srcu none = Srcu.create("none");
        List<Reader> registered = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            registered.add(many.register());
        }
        double[][] micros = new double[2][4_000];
        for (int pass = 0; pass < 2; pass++) { // the first warms up
            for (int i = 0; i < micros[0].length; i++) {
                micros[0][i] = time(none::synchronize);
                micros[1][i] = time(many::synchronize);
            }
        }
        Child.print("us", Percentiles.of(micros[1]));
        Child.print("us.none", Percentiles.of(micros[0]));
        Child.print("added", Percentiles.median(micros[1]) - Percentiles.median(micros[0]));
        registered.forEach(Reader::close);
    }

    private static void report(Runnable update) {
        warmUp(update);
        Child.print("us", Percentiles.of(repeat(update, COUNT)));
    }

    /** Until the compilers rest: their threads are of this process, and a barrier troubles them. */
    private static void warmUp(Runnable update) {
        var compiler = ManagementFactory.getCompilationMXBean();
        long before;
        do {
            before = compiler.getTotalCompilationTime();
            repeat(update, WARM_UP);
        } while (compiler.getTotalCompilationTime() != before);
    }

    private static double[] repeat(Runnable update, int count) {
        double[] micros = new double[count];
        long end = System.nanoTime() + MOST_NANOS;
        int i = 0;
        while (i < count && (i == 0 || System.nanoTime() < end)) {
            micros[i++] = time(update);
        }
        return java.util.Arrays.copyOf(micros, i);
    }

    private static double time(Runnable update) {
        long start = System.nanoTime();
        update.run();
        return (System.nanoTime() - start) / 1e3;
    }
}
