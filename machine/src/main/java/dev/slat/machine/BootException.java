package dev.slat.machine;

/**
 * A machine that cannot be built or booted as asked. The message is one line that names the
 * offending value, fit to be shown to a user as it is.
 */
public final class BootException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of problem it is. */
    public enum Reason {
        /** A file is missing or cannot be read. */
        UNREADABLE,
        /** A file ends before its own headers say. */
        TRUNCATED,
        /** A file's contents contradict themselves. */
        DAMAGED,
        /** A kernel for another architecture. */
        FOREIGN_ARCHITECTURE,
        /** No kernel format that is known. */
        UNKNOWN_FORMAT,
        /** Kernel, initrd and device tree do not fit into the guest's memory. */
        DOES_NOT_FIT,
        /** The host has not enough memory for the guest's. */
        HOST_MEMORY,
        /** A setting of the machine is out of range. */
        BAD_SETTING
    }

    /** The kind of problem. */
    private final Reason reason;

    /** A problem with its one-line description. */
    public BootException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** A problem with its one-line description and what led to it. */
    public BootException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The kind of problem. */
    public Reason reason() {
        return reason;
    }
}
