package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

/**
 * A read section: what was reachable when it began is not freed before it is closed. Made by {@link
 * Reader#enter} or {@link Srcu#enter}, closed by a try statement.
 *
 * <p>Threads: one at a time. A section that one thread begins and another ends may go from the one
 * to the other by any happens-before edge, but two that close it at once are not noticed, and its
 * first thread passes for being inside: use {@link Srcu#down} for that.
 *
 * <p>Cost: compiled code keeps it in registers; nothing is allocated. That is why there is one
 * class for all kinds.
 */
public final class Section implements AutoCloseable {
    private final ReaderCell cell;
    private final @Nullable SharedSections shared;
    private final long ticket;
    private final Debug.@Nullable Opening opening;
    private boolean closed;

    /** A section that has begun: in a cell, or, if that was taken, among the shared ones. */
    Section(ReaderCell cell, @Nullable SharedSections shared, long ticket) {
        this.cell = cell;
        this.shared = shared;
        this.ticket = ticket;
        this.opening = Debug.ON ? domain().debug().entered(this) : null;
    }

    /**
     * Ends the section.
     *
     * @throws SrcuException if it was closed before; nothing changes
     */
    @Override
    public void close() {
        if (closed) {
            throw new SrcuException.Misuse("section closed twice in " + domain());
        }
        closed = true;
        cell.leave(shared, ticket);
        if (opening != null) {
            domain().debug().left(opening);
        }
    }

    private Srcu domain() {
        return shared == null ? cell.domain() : shared.domain();
    }

    /** Throws unless what is read in {@code wanted} is protected by this section. */
    void require(Srcu wanted) {
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
