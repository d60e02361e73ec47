package dev.slat.torture.run;

/** What a run checks. Each has its line in the report; one failure is a {@code FAILURE}. */
public enum Check {
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
    /** What a hart, a device or the host reads is of memory that is still the guest's. */
    STALE("stale access"),
    /** Nobody writes to memory that is no longer the guest's. */
    STALE_STORE("stale store"),
    /** Who reads back what it wrote finds that, unless the memory has changed hands. */
    READ_BACK("read-back"),
    /** Code that was just written, or came with a new slot, is what runs. */
    CODE("code"),
    /** A page that was written is in the dirty log. */
    DIRTY("dirty log"),
    /** A page of a logged slot is marked or cannot be written unseen. */
    INVARIANT("invariant"),
    /** A change that was refused has changed nothing. */
    ROLLBACK("roll-back"),
    /** Host memory is named by slots exactly while they are there. */
    OWNERSHIP("ownership"),
    /** No access to a device is under way when it was taken off the bus. */
    DEVICE("device"),
    /** The process that takes freed memory away from itself lives on. */
    PROCESS("process"),
    /** Nothing is thrown that should not be. */
    ERROR("error");

    private final String label;

    Check(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
