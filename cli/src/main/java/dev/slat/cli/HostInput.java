package dev.slat.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Standard input on its way to the guest.
 *
 * <p>A thread of its own reads ahead, so that Slat's own keys work also while the guest takes
 * nothing. What it read waits until the guest is {@linkplain #open ready} for it: earlier, a
 * booting kernel would throw it away.
 */
final class HostInput {
    /** Enough for anything that is typed or pasted; a pipe beyond that waits. */
    private static final int CAPACITY = 1 << 20;

    private static final int END_OF_FILE = 4;

    private final InputStream source;
    private final boolean endAsKey;
    private final Deque<Byte> waiting = new ArrayDeque<>();
    private boolean open;
    private boolean ended;

    /**
     * Reads nothing yet.
     *
     * @param endAsKey whether the end of input is told to the guest as Ctrl-D
     */
    HostInput(InputStream source, boolean endAsKey) {
        this.source = source;
        this.endAsKey = endAsKey;
    }

    /** Starts to read. {@code keys} is null where nobody types, so every byte is the guest's. */
    void start(@Nullable Keys keys) {
        Thread.ofPlatform().daemon().name("console input").start(() -> pump(keys));
    }

    private void pump(@Nullable Keys keys) {
        byte[] bytes = new byte[4096];
        int last = '\n';
        try {
            for (int n = source.read(bytes); n >= 0; n = source.read(bytes)) {
                for (int i = 0; i < n; i++) {
                    if (keys != null) {
                        keys.press(bytes[i] & 0xff);
                    } else {
                        offer(bytes[i] & 0xff);
                    }
                }
                last = n > 0 ? bytes[n - 1] : last;
            }
        } catch (IOException e) {
            // Input that cannot be read is at its end.
        }
        if (endAsKey) {
            // In the middle of a line, the first one only pushes the line out (termios(3), VEOF).
            if (last != '\n') {
                offer(END_OF_FILE);
            }
            offer(END_OF_FILE);
        }
        end();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** A byte for the guest, after those that wait. */
    synchronized void offer(int value) {
        while (waiting.size() >= CAPACITY) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        waiting.add((byte) value);
        notifyAll();
    }

    /** From now on the guest gets what was read. */
    synchronized void open() {
        open = true;
        notifyAll();
    }

    /** Holds everything back again: the guest boots anew. */
    synchronized void shut() {
        open = false;
    }

    /** The input of one machine; closing it wakes and ends its reader and loses no byte. */
    InputStream view() {
        return new View();
    }

    private final class View extends InputStream {
        private boolean closed;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            synchronized (HostInput.this) {
                while (!closed && (!open || waiting.isEmpty()) && !(open && ended)) {
                    try {
                        HostInput.this.wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return -1;
                    }
                }
                if (closed || (length > 0 && waiting.isEmpty())) {
                    return -1;
                }
                int count = Math.min(length, waiting.size());
                for (int i = 0; i < count; i++) {
                    bytes[offset + i] = waiting.remove();
                }
                HostInput.this.notifyAll();
                return count;
            }
        }

        @Override
        public int available() {
            synchronized (HostInput.this) {
                return open && !closed ? waiting.size() : 0;
            }
        }

        @Override
        public void close() {
            synchronized (HostInput.this) {
                closed = true;
                HostInput.this.notifyAll();
            }
        }
    }
}
