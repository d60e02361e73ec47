package dev.slat.devices.uart;

import static dev.slat.devices.uart.UartLayout.FIFO_DEPTH;

/**
 * The receiving half of the UART: the wire from the host, and the FIFO that the guest reads.
 *
 * <p>Nothing that comes from the host is lost. A byte stays on the wire until the FIFO has room and
 * the guest listens, and a FIFO reset puts unread bytes back on the wire. So input that is piped to
 * a guest which is still booting waits for the program that reads it, although the kernel's driver
 * resets the FIFO and reads stray bytes while it probes.
 *
 * <p>The guest listens when its receive interrupt is enabled, or when it polls: {@value
 * #POLLS_TO_LISTEN} reads of the line status in a row, with no other access between (a guest that
 * polls to print writes a byte after each).
 *
 * <p>Not thread-safe: the UART's lock guards it.
 */
final class UartReceiver {
    /** Bytes the wire holds before the host has to wait. */
    private static final int WIRE_CAPACITY = 4096;

    private static final int POLLS_TO_LISTEN = 4;

    private final ByteRing wire = new ByteRing(WIRE_CAPACITY + FIFO_DEPTH);
    private final ByteRing fifo = new ByteRing(FIFO_DEPTH);
    private boolean fifoEnabled;
    private boolean loopback;
    private boolean interruptEnabled;
    private int polls;

    int size() {
        return fifo.size();
    }

    boolean wireHasRoom() {
        return wire.size() < WIRE_CAPACITY;
    }

    void fromWire(byte value) {
        wire.add(value);
        refill();
    }

    /** The oldest byte on the wire, 0 to 255, or -1. */
    int takeFromWire() {
        return wire.size() == 0 ? -1 : wire.remove() & 0xff;
    }

    /** A byte sent in loopback mode; false if it found the FIFO full and was lost. */
    boolean fromLoopback(byte value) {
        if (fifo.size() >= depth()) {
            return false;
        }
        fifo.add(value);
        return true;
    }

    /** The oldest byte, or 0. */
    int read() {
        int value = fifo.size() == 0 ? 0 : fifo.remove() & 0xff;
        refill();
        return value;
    }

    void polled() {
        polls++;
        refill();
    }

    void accessed() {
        polls = 0;
    }

    void setInterruptEnabled(boolean enabled) {
        interruptEnabled = enabled;
        refill();
    }

    void setFifoEnabled(boolean enabled) {
        fifoEnabled = enabled;
        reset();
    }

    void setLoopback(boolean on) {
        if (on != loopback) {
            reset();
            loopback = on;
            refill();
        }
    }

    /** Empties the FIFO; host bytes go back on the wire, looped bytes are gone. */
    void reset() {
        while (!loopback && fifo.size() > 0) {
            wire.unread(fifo.removeLast());
        }
        fifo.clear();
        refill();
    }

    private void refill() {
        boolean listening = interruptEnabled || polls >= POLLS_TO_LISTEN;
        while (listening && !loopback && wire.size() > 0 && fifo.size() < depth()) {
            fifo.add(wire.remove());
        }
    }

    private int depth() {
        return fifoEnabled ? FIFO_DEPTH : 1;
    }
}
