package dev.slat.bench.srcu;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * What one JVM measures: {@code KIND ARGUMENTS...}. Each value is a line {@code = NAME VALUE} on
 * standard output. Started by {@link Bench}; useful by itself with a profiler.
 */
public final class Child {
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3_000);

    /** 5,000 a second. */
    static final long PERIOD_NANOS = 200_000;

    private Child() {}

    /** See the class. */
    public static void main(String[] args) throws InterruptedException {
        switch (args[0]) {
            case "read" -> read(args[1], Thread.ofPlatform().factory());
            case "read-virtual" -> read(args[1], Thread.ofVirtual().factory());
            case "virtual" -> VirtualThreads.measure(args[1], Integer.parseInt(args[2]));
            case "update" -> Updates.measure(args[1], Integer.parseInt(args[2]), micros(args[3]));
            case "barrier" -> Updates.measureBarrier(args[1], Integer.parseInt(args[2]));
            case "registered" -> Updates.measureRegistered(Integer.parseInt(args[1]));
            case "slowdown" -> Slowdown.measure(args[1], Integer.getInteger("bench.pairs", 600));
            case "callbacks" ->
                    CallbackRate.measure(
                            Integer.parseInt(args[1]),
                            TimeUnit.SECONDS.toNanos(Integer.getInteger("bench.seconds", 3)));
            default -> throw new IllegalArgumentException("kind '" + args[0] + "'");
        }
        System.exit(0); // whatever threads a peer has left
    }

    private static long micros(String text) {
        return TimeUnit.MICROSECONDS.toNanos(Long.parseLong(text));
    }

    private static void read(String name, ThreadFactory threads) throws InterruptedException {
        Subject subject = Subject.named(name);
        Rounds rounds = new Rounds(subject, threads);
        rounds.warmUp();
        long most = TimeUnit.SECONDS.toNanos(3);
        report("1T", rounds.measure(1, ROUNDS, most));
        report("2T", rounds.measure(2, ROUNDS, most));
        try (Updater _ = new Updater(subject, Updater.BACK_TO_BACK, 1)) {
            report("1T+U", rounds.measure(1, ROUNDS, most));
        }
        try (Updater _ = new Updater(subject, PERIOD_NANOS, -1)) {
            report("2T+U", rounds.measure(2, ROUNDS, most));
        }
        if (!threads.newThread(() -> {}).isVirtual()) {
            print("bytes", rounds.allocation());
        }
    }

    private static void report(String phase, Rounds.Result result) {
        print(phase, Percentiles.of(result.subject));
        print(phase + ".floor", Percentiles.of(result.floor));
        print(phase + ".over", result.over());
        print(phase + ".rounds", result.subject.length);
    }

    static void print(String name, Percentiles values) {
        print(name + ".p10", values.p10());
        print(name + ".p50", values.p50());
        print(name + ".p90", values.p90());
        print(name + ".p99", values.p99());
        print(name + ".max", values.max());
    }

    static void print(String name, double value) {
        System.out.println("= " + name + " " + value);
    }
}
