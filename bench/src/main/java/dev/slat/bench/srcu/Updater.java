package dev.slat.bench.srcu;

import java.util.concurrent.locks.LockSupport;

/** A thread that updates a subject, again and again, until it is closed. */
final class Updater implements AutoCloseable {
    /** No pause between two updates. */
    static final long BACK_TO_BACK = 0;

    private final Thread thread;
    private volatile boolean stopped;

    /**
     * Starts it.
     *
     * @param period nanoseconds from one update to the next
     * @param processor the one to run on; negative for any
     */
    Updater(Subject subject, long period, int processor) {
        thread =
                Thread.ofPlatform()
                        .name("updater")
                        .start(
                                () -> {
                                    if (processor >= 0) {
                                        Native.pinTo(processor);
                                    }
                                    run(subject, period);
                                });
    }

    private void run(Subject subject, long period) {
        long next = System.nanoTime();
        while (!stopped) {
            subject.update();
            next = Math.max(next + period, System.nanoTime());
            while (period > 0 && !stopped && System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a benchmark", e);
        }
    }
}
