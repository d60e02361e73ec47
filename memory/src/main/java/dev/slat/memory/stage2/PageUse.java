package dev.slat.memory.stage2;

import dev.slat.srcu.Section;
import dev.slat.srcu.Srcu;

/**
 * Short uses of host pages by threads that are no harts: a copy into or out of one page. Such a
 * thread has no translation that could be flushed, so an invalidation waits for its copy instead.
 *
 * <p>A domain of its own, because the sections of guest memory may be inside a pager for seconds,
 * and the pager may wait for the invalidation. Nothing blocks inside these sections.
 *
 * <pre>
 *   seen = sequence()          invalidations.begin
 *   find the page, may block   flush harts
 *   enter                      grace period of this domain
 *   isStale? then again        the page goes away
 *   copy                       invalidations.end
 *   leave
 * </pre>
 *
 * <p>Threads: any.
 */
public final class PageUse implements AutoCloseable {
    private final Srcu domain = Srcu.create("host pages in use");
    private final Invalidations invalidations;

    PageUse(Invalidations invalidations) {
        this.invalidations = invalidations;
    }

    /** Before the page is looked for. */
    public long sequence() {
        return invalidations.sequence();
    }

    /** Begins a use. */
    public Section enter() {
        return domain.enter();
    }

    /** Inside: whether the page that was found after {@link #sequence} may be another by now. */
    public boolean isStale(long seen, long userAddress) {
        return invalidations.isStaleInSection(seen, userAddress);
    }

    /** Returns when no use that began before is under way. */
    void awaitEnd() {
        domain.synchronizeExpedited();
    }

    @Override
    public void close() {
        domain.close();
    }
}
