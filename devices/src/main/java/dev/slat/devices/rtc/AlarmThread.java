package dev.slat.devices.rtc;

import java.time.InstantSource;

/**
 * Calls back at one point in time, which can be changed at will.
 *
 * <p>One thread serves every alarm of its owner, however often a guest sets a new one.
 */
final class AlarmThread implements AutoCloseable {
    static final long NEVER = Long.MAX_VALUE;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The longest sleep: the host's clock may be set while we wait. */
    private static final long MAX_WAIT_MILLIS = 1_000;

    private final InstantSource clock;
    private final Runnable action;

    // Guarded by this.
    private long due = NEVER;
    private boolean closed;

    private AlarmThread(InstantSource clock, Runnable action) {
        this.clock = clock;
        this.action = action;
    }

    /** Calls {@code action} on a thread of its own, without any lock of ours held. */
    static AlarmThread start(InstantSource clock, Runnable action) {
        AlarmThread alarm = new AlarmThread(clock, action);
        Thread.ofVirtual().name("rtc-alarm").start(alarm::loop);
        return alarm;
    }

    /** Sets the next call, in nanoseconds since 1970 by the host's clock, or {@link #NEVER}. */
    synchronized void set(long nanos) {
        due = nanos;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** The action runs without our lock, for it takes the clock's, which is taken before ours. */
    private void loop() {
        try {
            while (awaitDue()) {
                action.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts it; ends if somebody does
        }
    }

    private synchronized boolean awaitDue() throws InterruptedException {
        while (!closed) {
            if (due == NEVER) {
                wait();
                continue;
            }
            long left = due - GoldfishRtc.nanos(clock);
            if (left <= 0) {
                due = NEVER;
                return true;
            }
            wait(Math.min(left / NANOS_PER_MILLI + 1, MAX_WAIT_MILLIS));
        }
        return false;
    }
}
