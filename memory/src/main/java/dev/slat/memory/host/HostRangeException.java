package dev.slat.memory.host;

/** A size, offset or range that is no range of pages of the mapping. Nothing has changed. */
public final class HostRangeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The first number that is wrong. */
    private final long value;

    HostRangeException(String message, long value) {
        super(message);
        this.value = value;
    }

    /** The offending number, in bytes. */
    public long value() {
        return value;
    }

    /** Refuses what is not a range of whole pages of {@code size} bytes. */
    static void check(long offset, long length, long size, Object of) {
        if (offset < 0 || offset % HostMapping.PAGE != 0 || offset >= size) {
            throw new HostRangeException(
                    "offset %d is not a page of %s".formatted(offset, of), offset);
        }
        if (length <= 0 || length % HostMapping.PAGE != 0 || length > size - offset) {
            throw new HostRangeException(
                    "%d bytes at offset %d are not whole pages of %s".formatted(length, offset, of),
                    length);
        }
    }
}
