package dev.slat.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes the marks of the guest's session (see {@code GuestSession}) out of its output.
 *
 * <p>A mark is {@code ESC _ slat;NONCE; … ESC \}. What may become a mark is held back until it is
 * one, or is not; a mark itself never reaches the target. Belongs to one thread.
 */
final class MarkFilter extends OutputStream {
    private static final int ESCAPE = 0x1b;

    /**
     * A mark's own text is a few bytes; more than this means that somebody forged the start of one.
     */
    private static final int MAX_TEXT = 64;

    /** Hears the marks, in their order among the bytes of the target. */
    @FunctionalInterface
    interface Listener {
        void mark(String text) throws IOException;
    }

    private final OutputStream target;
    private final Listener listener;
    private final byte[] start;
    private final StringBuilder text = new StringBuilder();
    private int matched;
    private boolean escaped;

    MarkFilter(String nonce, OutputStream target, Listener listener) {
        this.target = target;
        this.listener = listener;
        this.start = ("\u001b_slat;" + nonce + ";").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int plain = offset;
        for (int i = offset; i < offset + length; i++) {
            boolean inMark = matched > 0;
            if (!inMark && bytes[i] != ESCAPE) {
                continue;
            }
            target.write(bytes, plain, i - plain);
            plain = i + 1;
            if (!take(bytes[i])) {
                plain = i;
            }
        }
        target.write(bytes, plain, offset + length - plain);
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    /** Whether {@code value} is part of a mark, as far as one can tell. */
    private boolean take(byte value) throws IOException {
        if (matched == start.length) {
            return takeText(value);
        }
        if (value == start[matched]) {
            matched++;
            return true;
        }
        // Only the first byte of a start is an escape, so nothing held back can begin another one.
        target.write(start, 0, matched);
        matched = value == ESCAPE ? 1 : 0;
        return matched == 1;
    }

    private boolean takeText(byte value) throws IOException {
        if (escaped || text.length() >= MAX_TEXT) {
            String mark = text.toString();
            text.setLength(0);
            matched = 0;
            escaped = false;
            listener.mark(mark);
        } else if (value == ESCAPE) {
            escaped = true;
        } else {
            text.append((char) (value & 0xff));
        }
        return true;
    }
}
