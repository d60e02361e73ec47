package dev.slat.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;

/**
 * Decides which of the guest's bytes the user sees, and remembers the last of all.
 *
 * <p>Of a command only its own output is shown, so everything before it starts and after it has
 * ended is only remembered. Marks come in through {@link #mark}. Bytes come in on one thread; the
 * questions may be asked from any.
 */
final class GuestOutput extends OutputStream {
    private final OutputStream shown;
    private final ConsoleTail tail;
    private final boolean commandOnly;
    private final Runnable ready;
    private final Runnable closed;
    private volatile boolean running;
    private volatile OptionalInt status = OptionalInt.empty();

    /**
     * Shows nothing yet.
     *
     * @param commandOnly whether only the output of the session's command is shown
     * @param ready is called when the session starts
     * @param closed is called when {@code shown} cannot be written any more
     */
    GuestOutput(
            OutputStream shown,
            ConsoleTail tail,
            boolean commandOnly,
            Runnable ready,
            Runnable closed) {
        this.shown = shown;
        this.tail = tail;
        this.commandOnly = commandOnly;
        this.ready = ready;
        this.closed = closed;
    }

    /** A mark of the session. */
    void mark(String text) {
        if (text.equals("ready")) {
            running = true;
            ready.run();
        } else if (text.startsWith("exit;")) {
            running = false;
            try {
                status = OptionalInt.of(Integer.parseInt(text.substring("exit;".length())));
            } catch (NumberFormatException e) {
                // Only root in the guest can forge a mark, and hurts nobody else with it.
                status = OptionalInt.empty();
            }
        }
    }

    /** With what the session ended, if it did. */
    OptionalInt status() {
        return status;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        tail.add(bytes, offset, length);
        if (running || !commandOnly) {
            try {
                shown.write(bytes, offset, length);
            } catch (IOException e) {
                closed.run();
                throw e;
            }
        }
    }

    @Override
    public void flush() throws IOException {
        shown.flush();
    }
}
