package dev.slat.bench.srcu;

import java.util.concurrent.atomic.AtomicInteger;

/** Where threads wait, awake, until all have come: so that their short batches run together. */
final class Gate {
    private final int threads;
    private final long deadline;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int open = -1;
    private volatile boolean closed;

    /** Closes for good after so many nanoseconds: on a busy machine rounds can take long. */
    Gate(int threads, long nanos) {
        this.threads = threads;
        this.deadline = System.nanoTime() + nanos;
    }

    /** Waits for the others; rounds are numbered from 0. False when it is closed. */
    boolean pass(int round) {
        if (arrived.incrementAndGet() == threads * (round + 1)) {
            closed = System.nanoTime() > deadline;
            open = round;
        }
        while (open < round) {
            Thread.onSpinWait();
        }
        return !closed;
    }
}
