package dev.slat.images;

/**
 * No guest image can be had. The message is one line for a person: what failed, with the value at
 * fault, and what to do about it.
 */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1;

    /** An error that this module found itself. */
    public ImageException(String message) {
        super(message);
    }

    /** An error with the failure below it, whose own message is already part of {@code message}. */
    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
