package dev.slat.torture;

/** What a run checks. Each has its line in the report; one failure is a {@code FAILURE}. */
enum Check {
    /** An element that a reader holds was retired no more than one grace period ago. */
    AGE("age"),
    /** What a reader reads in an element is what its writer filled in before it was published. */
    CONTENTS("contents"),
    /** A block that a tight reader holds is not freed. */
    FREED("use-after-free"),
    /** After a grace period every reader that came to an element has left it. */
    GUEST_BOOK("guest-book"),
    /** What one reader saw of another is still true for a third one after a grace period. */
    MAILBOX("mailbox"),
    /** Cookies are over when they must be and not before. */
    COOKIE("cookie"),
    /** Callbacks of one caller run one after another, in the order of the calls. */
    ORDER("order"),
    /** All callbacks have run when awaitCallbacks returns. */
    BARRIER("barrier"),
    /** Grace periods end and callbacks run, however many readers and calls come. */
    PROGRESS("progress"),
    /** No element is lost: each callback runs, and once. */
    POOL("pool"),
    /** Nothing is thrown that should not be. */
    ERROR("error");

    private final String label;

    Check(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
