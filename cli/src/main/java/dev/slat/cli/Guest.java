package dev.slat.cli;

import java.util.List;
import java.util.Optional;

/** A machine as a run needs it: the seam between the command and {@code dev.slat.machine}. */
interface Guest extends AutoCloseable {
    void start();

    /** Waits for the guest to end by itself: powered off, reset or failed. */
    Ending awaitEnd() throws InterruptedException;

    /** Where GDB connects, if it may. */
    default Optional<String> debugger() {
        return Optional.empty();
    }

    /** Stops the machine; the last instructions of its processors as text, if they were kept. */
    default List<String> trace() throws InterruptedException {
        return List.of();
    }

    /** Stops and releases everything; may be called at any time, also before the end. */
    @Override
    void close();
}
