package dev.slat.conformance.isa;

/**
 * A file that is no test program, or a signature that cannot be written. The message is one line
 * for the user and names the file.
 */
public final class IsaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    IsaException(String message) {
        super(message);
    }
}
