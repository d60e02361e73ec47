package dev.slat.cli;

/** A machine as a run needs it: the seam between the command and {@code dev.slat.machine}. */
interface Guest extends AutoCloseable {
    void start();

    /** Waits for the guest to end by itself: powered off, reset or failed. */
    Ending awaitEnd() throws InterruptedException;

    /** Stops and releases everything; may be called at any time, also before the end. */
    @Override
    void close();
}
