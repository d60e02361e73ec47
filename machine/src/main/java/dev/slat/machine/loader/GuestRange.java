package dev.slat.machine.loader;

/**
 * A range of guest-physical addresses.
 *
 * @param start first byte
 * @param end the byte after the last; not below start
 */
public record GuestRange(long start, long end) {
    /** No address at all. */
    public static final GuestRange EMPTY = new GuestRange(0, 0);

    /** Bytes in it. */
    public long length() {
        return end - start;
    }

    /** Whether {@code address} lies in it. */
    public boolean contains(long address) {
        return address >= start && address < end;
    }

    /** Whether all of {@code other} lies in it. */
    public boolean contains(GuestRange other) {
        return other.start >= start && other.end <= end;
    }

    @Override
    public String toString() {
        return "0x%x-0x%x".formatted(start, end);
    }
}
