package dev.slat.bench.srcu;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * What 5,000 updates a second cost a reader: it runs alone on its processor, in slices of some
 * milliseconds by turns with and without the updater, who stays awake on another one all the time.
 * Whatever else disturbs the machine for longer than two slices, disturbs both.
 */
final class Slowdown {
    private static final long SLICE_NANOS = 5_000_000;
    private static final int BATCH = 2_000;

    private static final ThreadMXBean CPU_TIME = ManagementFactory.getThreadMXBean();

    private final Subject subject;
    private volatile boolean updating;
    private volatile boolean stopped;
    private long updates;

    /** Keeps the sums alive. */
    volatile long sink;

    private Slowdown(Subject subject) {
        this.subject = subject;
    }

    static void measure(String name, int pairs) throws InterruptedException {
        new Slowdown(Subject.named(name)).measure(pairs);
    }

    private void measure(int pairs) throws InterruptedException {
        Native.pinTo(0);
        Thread updater = Thread.ofPlatform().name("updater").start(this::update);
        double[] percent = new double[pairs];
        double[] cpuPercent = new double[pairs];
        try (ReadLoop loop = subject.reader()) {
            for (int i = -pairs / 10; i < pairs; i++) { // some warm up
                // Either comes first as often: a drift must not count for one of them.
                boolean first = (i & 1) == 0;
                Slice one = slice(loop, first);
                Slice other = slice(loop, !first);
                Slice with = first ? one : other;
                Slice without = first ? other : one;
                if (i >= 0) {
                    percent[i] = (with.nanos / without.nanos - 1) * 100;
                    cpuPercent[i] = (with.cpuNanos / without.cpuNanos - 1) * 100;
                }
            }
        }
        stopped = true;
        updater.join();
        Arrays.sort(percent);
        // The median's 95 % interval, by the binomial distribution of its rank.
        int reach = (int) Math.ceil(0.98 * Math.sqrt(pairs));
        Child.print("slowdown", percent[pairs / 2]);
        Child.print("slowdown.low", percent[Math.max(0, pairs / 2 - reach)]);
        Child.print("slowdown.high", percent[Math.min(pairs - 1, pairs / 2 + reach)]);
        Child.print("slowdown.cpu", Percentiles.median(cpuPercent));
        Child.print("rate", updates * 1e9 / SLICE_NANOS / (pairs * 1.1));
    }

    /** Per operation; processor time does not count what others do on the reader's processor. */
    private record Slice(double nanos, double cpuNanos) {}

    private Slice slice(ReadLoop loop, boolean withUpdates) {
        updating = withUpdates;
        long operations = 0;
        long sum = 0;
        long cpuStart = CPU_TIME.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long passed;
        do {
            sum += loop.run(BATCH);
            operations += BATCH;
            passed = System.nanoTime() - start;
        } while (passed < SLICE_NANOS);
        sink = sum;
        long cpu = CPU_TIME.getCurrentThreadCpuTime() - cpuStart;
        return new Slice((double) passed / operations, (double) cpu / operations);
    }

    private void update() {
        Native.pinTo(1);
        long next = System.nanoTime();
        while (!stopped) {
            if (System.nanoTime() < next) {
                if (Native.processorCount() == 1) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                Thread.onSpinWait();
                continue;
            }
            next = Math.max(next + Child.PERIOD_NANOS, System.nanoTime() - Child.PERIOD_NANOS);
            if (updating) {
                subject.update();
                updates++;
            }
        }
    }
}
