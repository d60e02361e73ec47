package dev.slat.machine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a creation has acquired so far: closed again, last first, unless the creation succeeds. For
 * one thread.
 */
final class Unwinding implements AutoCloseable {
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** Notes how to give something back that was just acquired. */
    void add(Runnable giveBack) {
        undo.push(giveBack);
    }

    /** Everything belongs to what was created. */
    void succeeded() {
        undo.clear();
    }

    /** Gives back what was acquired; each thing even if another refuses. */
    @Override
    public void close() {
        RuntimeException refused = null;
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (RuntimeException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }
}
