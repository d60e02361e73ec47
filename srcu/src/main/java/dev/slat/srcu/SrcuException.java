package dev.slat.srcu;

/** Something that a domain refuses. Nothing has changed when it is thrown, and nothing is freed. */
public abstract sealed class SrcuException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    SrcuException(String message) {
        super(message);
    }

    /**
     * A call that does not fit the state: a section closed twice, a closed reader, a cookie of
     * another domain.
     */
    public static final class Misuse extends SrcuException {
        private static final long serialVersionUID = 1;

        Misuse(String message) {
            super(message);
        }
    }

    /** The domain was closed. */
    public static final class Closed extends SrcuException {
        private static final long serialVersionUID = 1;

        Closed(String domain) {
            super("SRCU domain " + domain + " is closed");
        }
    }

    /** The domain cannot be closed: readers, sections or callbacks are left. */
    public static final class InUse extends SrcuException {
        private static final long serialVersionUID = 1;

        InUse(String message) {
            super(message);
        }
    }

    /** The caller would wait for itself: it is inside a section of the domain. */
    public static final class SelfDeadlock extends SrcuException {
        private static final long serialVersionUID = 1;

        SelfDeadlock(String message) {
            super(message);
        }
    }
}
