package dev.slat.images.apt;

/** A run of one of apt's programs that failed; the message is apt's own first error. */
public final class AptException extends Exception {
    private static final long serialVersionUID = 1;

    AptException(String message) {
        super(message);
    }
}
