package dev.slat.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Passes console bytes on, remembers the last lines, and notices a kernel's panic.
 *
 * <p>Threads: one writes; any reads.
 */
final class ConsoleTail extends OutputStream {
    private static final int MAX_LINES = 25;

    /** Longer lines are cut: the guest decides what it prints, and the host keeps it. */
    private static final int MAX_LINE = 1024;

    /** What Linux prints first in panic(), after the time stamp. */
    private static final String PANIC = "Kernel panic - not syncing";

    private final OutputStream next;

    // Guarded by this.
    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean panicked;

    ConsoleTail(OutputStream next) {
        this.next = next;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (this) {
            for (int i = 0; i < length; i++) {
                remember(bytes[offset + i]);
            }
        }
        next.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        next.flush();
    }

    /** The last lines, oldest first; an unfinished line counts. */
    synchronized List<String> lines() {
        List<String> result = new ArrayList<>(lines);
        if (line.size() > 0) {
            result.add(line.toString(UTF_8));
        }
        return result;
    }

    /** Whether a kernel has panicked since the last {@link #restart}. */
    synchronized boolean panicked() {
        return panicked || line.toString(UTF_8).contains(PANIC);
    }

    /** The guest starts again. */
    synchronized void restart() {
        panicked = false;
        line.reset();
    }

    private void remember(byte value) {
        if (value == '\n') {
            endLine();
        } else if (value != '\r' && line.size() < MAX_LINE) {
            line.write(value);
        }
    }

    private void endLine() {
        String text = line.toString(UTF_8);
        panicked |= text.contains(PANIC);
        line.reset();
        lines.addLast(text);
        if (lines.size() > MAX_LINES) {
            lines.removeFirst();
        }
    }
}
