package dev.slat.srcu;

/**
 * A read section: what was reachable when it began is not freed before it is closed. Made by {@link
 * Reader#enter} or {@link Srcu#enter}, closed by a try statement.
 *
 * <p>Threads: that of its maker. To end a section on another thread, use {@link Srcu#down}.
 *
 * <p>Cost: compiled code keeps it in registers; nothing is allocated.
 */
public abstract sealed class Section implements AutoCloseable
        permits ReaderSection, AnonymousSection {
    private boolean closed;

    Section() {}

    /**
     * Ends the section.
     *
     * @throws SrcuException if it was closed before, or on a platform thread that did not begin it;
     *     nothing changes
     */
    @Override
    public final void close() {
        if (closed) {
            throw new SrcuException.Misuse(
                    "section closed twice in SRCU domain " + domain().name());
        }
        leave();
        closed = true;
    }

    /** The domain that it protects from. */
    public abstract Srcu domain();

    abstract void leave();

    /** Throws unless what is read in {@code wanted} is protected by this section. */
    final void require(Srcu wanted) {
        if (closed || domain() != wanted) {
            throw new SrcuException.Misuse(
                    "dereference in SRCU domain %s with a section of %s%s"
                            .formatted(
                                    wanted.name(),
                                    domain().name(),
                                    closed ? " that is closed" : ""));
        }
    }
}
