package dev.slat.devices.console;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Carries console bytes from the guest to an {@link OutputStream} of the host, in order and without
 * loss.
 *
 * <p>A thread of its own writes to the stream, so a hart that prints does not wait for the host
 * until {@value #CAPACITY} bytes are on their way; then it does. Bytes reach the stream, flushed,
 * at a newline, when {@value #BATCH} have gathered, and at the latest {@value #LINGER_MILLIS} ms
 * after the first, so a prompt without a newline appears too.
 *
 * <p>When the stream fails (a closed pipe), later bytes are dropped and {@link #failure} tells; the
 * guest does not notice.
 *
 * <p>Threads: any; bytes of one {@code write} call stay together. {@link #close} hands over
 * everything written before it and then ends the thread; the stream stays open and belongs to the
 * caller. After {@link #hurry} nobody waits for the stream any more.
 */
public final class ConsoleOutput implements AutoCloseable {
    private static final int CAPACITY = 1 << 16;
    private static final int BATCH = 1 << 10;
    private static final int LINGER_MILLIS = 2;
    private static final int HURRY_MILLIS = 1_000;

    private final OutputStream stream;
    private final Thread thread;

    // Guarded by this.
    private final byte[] ring = new byte[CAPACITY];
    private int head;
    private int count;
    private boolean urgent;
    private boolean handingOver;
    private boolean closed;
    private boolean hurried;
    private long deadline;
    private boolean ended;
    private @Nullable IOException failure;

    private ConsoleOutput(OutputStream stream) {
        this.stream = stream;
        this.thread = Thread.ofVirtual().name("console-output").unstarted(this::pump);
    }

    /** Starts to carry bytes to {@code stream}. */
    public static ConsoleOutput to(OutputStream stream) {
        ConsoleOutput output = new ConsoleOutput(stream);
        output.thread.start();
        return output;
    }

    /** Prints one byte, the low eight bits of {@code value}. */
    public synchronized void write(int value) {
        put((byte) value);
    }

    /** Prints {@code length} bytes of {@code bytes} from {@code offset} on. */
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            put(bytes[offset + i]);
        }
    }

    /** Why the stream takes no more bytes; empty while it does. */
    public synchronized Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * The machine is to end, whatever becomes of its output: writers wait no longer, and bytes that
     * find no room are lost. {@link #flush} and {@link #close} give the stream {@value
     * #HURRY_MILLIS} ms from now, and then return although it has not taken everything.
     */
    public synchronized void hurry() {
        if (!hurried) {
            hurried = true;
            deadline = System.nanoTime() + HURRY_MILLIS * 1_000_000L;
            notifyAll();
        }
    }

    /** Waits until the stream has everything written before the call, or an interrupt. */
    public synchronized void flush() {
        urgent = true;
        notifyAll();
        while ((count > 0 || handingOver) && failure == null && !isOverdue()) {
            try {
                wait(patience());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        for (boolean done = false; !done; ) {
            try {
                awaitEnd();
                done = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitEnd() throws InterruptedException {
        while (!ended && !isOverdue()) {
            wait(patience());
        }
    }

    /** Milliseconds to the deadline; 0, for ever, if there is none. */
    private long patience() {
        return hurried ? Math.max(1, (deadline - System.nanoTime()) / 1_000_000L) : 0;
    }

    private boolean isOverdue() {
        return hurried && System.nanoTime() - deadline >= 0;
    }

    /** Queues one byte. An interrupted caller (its machine is being stopped) does not wait. */
    private void put(byte value) {
        while (count == CAPACITY && !closed && !hurried && failure == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (closed || failure != null || count == CAPACITY) {
            return;
        }
        ring[(head + count) % CAPACITY] = value;
        count++;
        boolean wasUrgent = urgent;
        urgent |= value == '\n' || count >= BATCH;
        if (count == 1 || urgent != wasUrgent) {
            notifyAll();
        }
    }

    private void pump() {
        try {
            for (byte[] batch = take(); batch.length > 0; batch = take()) {
                stream.write(batch);
                stream.flush();
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(new IOException("console stream failed", e)); // or writers would wait for ever
        } catch (InterruptedException e) {
            fail(new IOException("console thread interrupted", e));
        } finally {
            end();
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void fail(IOException e) {
        failure = e;
        handingOver = false;
        notifyAll();
    }

    /** Waits for bytes; an empty array when closed and everything has been taken. */
    private synchronized byte[] take() throws InterruptedException {
        handingOver = false; // the batch before, if any, has reached the stream
        notifyAll();
        while (count == 0 && !closed) {
            wait();
        }
        long end = System.nanoTime() + LINGER_MILLIS * 1_000_000L;
        for (long left = LINGER_MILLIS; !urgent && !closed && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000L;
        }
        byte[] batch = new byte[count];
        int first = Math.min(count, CAPACITY - head);
        System.arraycopy(ring, head, batch, 0, first);
        System.arraycopy(ring, 0, batch, first, count - first);
        head = (head + count) % CAPACITY;
        count = 0;
        urgent = false;
        handingOver = batch.length > 0;
        notifyAll();
        return batch;
    }
}
