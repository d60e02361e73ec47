package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.Objects;

/** The cell of a platform thread that enters a domain without a reader of its own. */
final class ThreadCell extends ReaderCell {
    /** No thread in no domain. */
    static final ThreadCell NOBODY = new ThreadCell();

    private final long key;
    private final WeakReference<Thread> thread;
    private final @Nullable Srcu domain;

    /** Nobody can be inside by this cell. */
    private ThreadCell() {
        key = 0;
        thread = new WeakReference<>(null);
        domain = null;
        shut();
    }

    /** A cell of the calling thread, in a domain. */
    ThreadCell(long key, Thread caller, Srcu domain) {
        this.key = key;
        this.thread = new WeakReference<>(caller);
        this.domain = domain;
        domain.registry().add(this); // before its first section
    }

    long key() {
        return key;
    }

    boolean isOf(long wanted) {
        return key == wanted;
    }

    boolean isIn(Srcu wanted) {
        return domain == wanted;
    }

    /**
     * Whether nobody will use it again: its thread has ended, outside every section that it holds.
     * What that thread did happened before {@link Thread#isAlive} said so.
     */
    boolean isAbandoned() {
        Thread of = thread.get();
        return this != NOBODY && (of == null || !of.isAlive()) && !isTaken();
    }

    /** Takes it out of its domain. */
    void discard() {
        domain().registry().remove(this);
    }

    @Override
    Srcu domain() {
        return Objects.requireNonNull(domain);
    }

    @Override
    void requireUsable() {
        // Nobody's cell is no error: its user counts among the shared sections.
    }

    @Override
    StallReport.Holder holder() {
        return Holders.thread("section without a reader", thread.get(), "");
    }
}
