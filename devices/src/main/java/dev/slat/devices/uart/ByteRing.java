package dev.slat.devices.uart;

/** A queue of bytes of fixed capacity. Not thread-safe: the UART's lock guards it. */
final class ByteRing {
    private final byte[] bytes;
    private int head;
    private int count;

    ByteRing(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return count;
    }

    boolean isFull() {
        return count == bytes.length;
    }

    /** Appends a byte; the ring must not be full. */
    void add(byte value) {
        bytes[(head + count++) % bytes.length] = value;
    }

    /** Puts a byte back at the front; the ring must not be full. */
    void unread(byte value) {
        head = (head + bytes.length - 1) % bytes.length;
        bytes[head] = value;
        count++;
    }

    /** Removes the oldest byte; the ring must not be empty. */
    byte remove() {
        byte value = bytes[head];
        head = (head + 1) % bytes.length;
        count--;
        return value;
    }

    /** Removes the youngest byte; the ring must not be empty. */
    byte removeLast() {
        return bytes[(head + --count) % bytes.length];
    }

    void clear() {
        count = 0;
    }
}
