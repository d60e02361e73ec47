package dev.slat.conformance.vectors;

/**
 * A file that is no vector, or something that vectors need and this host does not give. The message
 * is one line for the user, with file and line where there is one.
 */
public final class VectorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    VectorException(String message) {
        super(message);
    }
}
