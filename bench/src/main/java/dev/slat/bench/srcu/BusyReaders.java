package dev.slat.bench.srcu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads, each on a processor of its own, that are in a section nearly all the time. */
final class BusyReaders implements AutoCloseable {
    private static final int LOGGED = 1 << 15;

    private final List<Thread> threads = new ArrayList<>();
    private final double[] sections = new double[LOGGED];
    private final AtomicInteger ready = new AtomicInteger();
    private int logged;
    private volatile boolean stopped;

    /** Starts them; with sections of 0 they run batches of short ones. */
    BusyReaders(Subject subject, int count, long sectionNanos) {
        for (int i = 0; i < count; i++) {
            int index = i;
            threads.add(
                    Thread.ofPlatform()
                            .name("busy-reader")
                            .start(() -> run(subject, sectionNanos, index)));
        }
        while (ready.get() < count) {
            Thread.onSpinWait();
        }
    }

    private void run(Subject subject, long sectionNanos, int index) {
        Native.pinTo(index);
        ready.incrementAndGet();
        int count = 0;
        try (ReadLoop loop = subject.reader()) {
            while (!stopped) {
                if (sectionNanos == 0) {
                    loop.run(1_000);
                    continue;
                }
                long start = System.nanoTime();
                loop.hold(sectionNanos);
                if (index == 0) {
                    sections[count++ % LOGGED] = (System.nanoTime() - start) / 1e3;
                }
            }
        }
        if (index == 0) {
            logged = Math.min(count, LOGGED);
        }
    }

    /** Stops them and says how long their sections were indeed: a thread may lose its processor. */
    void report() {
        close();
        if (logged > 0) {
            Child.print("section", Percentiles.of(Arrays.copyOf(sections, logged)));
        }
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a benchmark", e);
            }
        }
    }
}
