package dev.slat.memory;

/** A call on guest memory that was refused; nothing has changed. The message has the numbers. */
public final class GuestMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What KVM would answer. */
    private final Errno errno;

    /**
     * A refusal.
     *
     * @param errno KVM's code for it
     * @param message one line with the offending values
     */
    public GuestMemoryException(Errno errno, String message) {
        super(errno + ": " + message);
        this.errno = errno;
    }

    /** A refusal with the reason behind it. */
    public GuestMemoryException(Errno errno, String message, Throwable cause) {
        super(errno + ": " + message, cause);
        this.errno = errno;
    }

    /** KVM's code for this refusal. */
    public Errno errno() {
        return errno;
    }
}
