package dev.slat.bench.srcu;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Anonymous sections of many virtual threads on the usual carriers. Each thread runs a short batch,
 * takes its time, and makes way for the next.
 */
final class VirtualThreads {
    private static final int OPERATIONS = 1_000;
    private static final int BATCHES = 30_000;

    private VirtualThreads() {}

    static void measure(String name, int threads) throws InterruptedException {
        Subject subject = Subject.named(name);
        try (Updater _ = new Updater(subject, Child.PERIOD_NANOS, -1)) {
            run(subject, Math.min(threads, 100), 5_000);
        }
        run(subject, threads, BATCHES);
        Child.print("ns", Percentiles.of(run(subject, threads, BATCHES)));
        Child.print("ns.floor", Percentiles.of(run(new PlainRead(), threads, BATCHES)));
    }

    private static double[] run(Subject subject, int threads, int batches)
            throws InterruptedException {
        int each = Math.max(2, batches / threads);
        double[][] nanos = new double[threads][each];
        List<Thread> running = new ArrayList<>();
        for (double[] mine : nanos) {
            running.add(
                    Thread.ofVirtual()
                            .unstarted(
                                    () -> {
                                        try (ReadLoop loop = subject.reader()) {
                                            fill(mine, loop);
                                        }
                                    }));
        }
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }
        return List.of(nanos).stream().flatMapToDouble(DoubleStream::of).toArray();
    }

    @SuppressWarnings("ThreadPriorityCheck") // the others come in between: that is the point
    private static void fill(double[] nanos, ReadLoop loop) {
        long sum = 0;
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            sum += loop.run(OPERATIONS);
            nanos[i] = (double) (System.nanoTime() - start) / OPERATIONS;
            Thread.yield();
        }
        if (sum == 0) {
            throw new AssertionError("nothing was read");
        }
    }
}
