package dev.slat.bench.srcu;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Runs short batches of a subject and of the floor by turns, on some threads at once, and takes the
 * time of each. A batch lasts some microseconds: few are disturbed, whatever else the machine does,
 * and the percentiles show which.
 */
final class Rounds {
    /** As long as a batch lasts. */
    private static final double BATCH_NANOS = 8_000;

    /** Threads that started further apart than this part of a batch did not run together. */
    private static final double APART = 0.25;

    private final Subject subject;
    private final Subject floor = new PlainRead();
    private final ThreadFactory threads;
    private int subjectOperations = 500;
    private int floorOperations = 500;

    /** Keeps the sums alive. */
    volatile long sink;

    /** Nanoseconds per operation, of each round. */
    static final class Result {
        final double[] subject;
        final double[] floor;

        private Result(double[] subject, double[] floor) {
            this.subject = subject;
            this.floor = floor;
        }

        double over() {
            return Percentiles.median(subject) - Percentiles.median(floor);
        }
    }

    /** What one thread took down. */
    private final class Log {
        final long[] begun;
        final long[] took;
        int rounds;

        Log(int capacity) {
            begun = new long[capacity];
            took = new long[capacity];
        }

        void run(Gate gate, ReadLoop loop, ReadLoop floorLoop) {
            long sum = 0;
            for (int round = 0; round < took.length && gate.pass(round); round++) {
                long start = System.nanoTime();
                sum +=
                        (round & 1) == 0
                                ? floorLoop.run(floorOperations)
                                : loop.run(subjectOperations);
                took[round] = System.nanoTime() - start;
                begun[round] = start;
                rounds = round + 1;
            }
            sink = sum;
        }
    }

    Rounds(Subject subject, ThreadFactory threads) {
        this.subject = subject;
        this.threads = threads;
    }

    /** Sets how many operations make a batch. */
    void calibrate(Result warm) {
        subjectOperations = operations(Percentiles.median(warm.subject));
        floorOperations = operations(Percentiles.median(warm.floor));
    }

    private static int operations(double nanos) {
        return (int) Math.clamp(BATCH_NANOS / nanos, 50, 30_000);
    }

    Result measure(int count, int rounds, long nanos) throws InterruptedException {
        Gate gate = new Gate(count, nanos);
        List<Log> logs = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Log log = new Log(rounds * 2);
            logs.add(log);
            int index = i;
            running.add(
                    threads.newThread(
                            () -> {
                                Native.pinTo(index);
                                try (ReadLoop loop = subject.reader();
                                        ReadLoop floorLoop = floor.reader()) {
                                    log.run(gate, loop, floorLoop);
                                }
                            }));
        }
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }
        return new Result(
                perOperation(logs, 1, subjectOperations), perOperation(logs, 0, floorOperations));
    }

    /** The time of each round, as a mean over its threads. */
    private static double[] perOperation(List<Log> logs, int parity, int operations) {
        int rounds = logs.stream().mapToInt(log -> log.rounds).min().orElseThrow();
        double[] times =
                IntStream.range(0, rounds)
                        .filter(round -> (round & 1) == parity && isTogether(logs, round))
                        .mapToDouble(
                                round ->
                                        logs.stream()
                                                        .mapToLong(log -> log.took[round])
                                                        .average()
                                                        .orElseThrow()
                                                / operations)
                        .toArray();
        return times.length > 0 ? times : new double[] {Double.NaN};
    }

    private static boolean isTogether(List<Log> logs, int round) {
        long[] begun = logs.stream().mapToLong(log -> log.begun[round]).sorted().toArray();
        long longest = logs.stream().mapToLong(log -> log.took[round]).max().orElseThrow();
        return begun[begun.length - 1] - begun[0] <= longest * APART;
    }

    /**
     * Runs until compiled code has settled, with an updater for a part of the time who also waits
     * for long sections: so that the compiler has seen all that it sees in a real program, and
     * nothing is compiled anew later.
     */
    void warmUp() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            try (Updater _ = new Updater(subject, Updater.BACK_TO_BACK, 1)) {
                measure(1, 2_000, TimeUnit.SECONDS.toNanos(2));
                holdSections();
            }
        }
        calibrate(measure(1, 2_000, TimeUnit.SECONDS.toNanos(2)));
        double before = 0;
        for (int i = 0; i < 20; i++) {
            Result result = measure(1, 500, TimeUnit.SECONDS.toNanos(1));
            calibrate(result);
            double now = Percentiles.median(result.subject);
            if (i > 2 && Math.abs(now - before) < 0.03 * now) {
                return;
            }
            before = now;
        }
    }

    private void holdSections() throws InterruptedException {
        Thread thread =
                threads.newThread(
                        () -> {
                            try (ReadLoop loop = subject.reader()) {
                                for (int i = 0; i < 3; i++) {
                                    loop.hold(100_000);
                                }
                            }
                        });
        thread.start();
        thread.join();
    }

    /** Bytes that the calling thread allocates per operation. */
    double allocation() {
        var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int operations = 1_000_000;
        try (ReadLoop loop = subject.reader()) {
            double[] bytes = new double[3];
            for (int i = 0; i < bytes.length; i++) {
                long before = bean.getCurrentThreadAllocatedBytes();
                sink = loop.run(operations);
                bytes[i] = (double) (bean.getCurrentThreadAllocatedBytes() - before) / operations;
            }
            return Arrays.stream(bytes).min().orElseThrow();
        }
    }
}
