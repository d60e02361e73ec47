package dev.slat.memory.host;

/** A system call on host memory that the host refused. */
public final class HostCallException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** The call's error number. */
    private final int errno;

    /** What it was called on. */
    private final long value;

    HostCallException(String call, int errno, String what, long value) {
        super("%s refused, errno %d: %s %d".formatted(call, errno, what, value));
        this.errno = errno;
        this.value = value;
    }

    /** Turns a negative result into an exception. */
    static long check(String call, long result, String what, long value) {
        if (result < 0) {
            throw new HostCallException(call, (int) -result, what, value);
        }
        return result;
    }

    /** The host's error number (errno(3)). */
    public int errno() {
        return errno;
    }

    /** The number that the message names: an hva, an offset or a size in bytes. */
    public long value() {
        return value;
    }
}
