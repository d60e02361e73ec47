package dev.slat.srcu;

import java.lang.ref.WeakReference;

/** The cell of a platform thread that enters a domain without a reader of its own. */
final class ThreadCell extends ReaderCell {
    /** No thread in no domain. */
    static final ThreadCell NOBODY = new ThreadCell();

    private final long key;
    private final WeakReference<Thread> thread;
    private final Registry registry;

    /** Nobody can be inside by this cell. */
    private ThreadCell() {
        key = 0;
        thread = new WeakReference<>(null);
        registry = new Registry();
        end(CLOSED);
    }

    /** A cell of the calling thread, in the domain of the registry. */
    ThreadCell(long key, Thread caller, Registry registry) {
        this.key = key;
        this.thread = new WeakReference<>(caller);
        this.registry = registry;
        registry.add(this); // before its first section
    }

    long key() {
        return key;
    }

    boolean isOf(long wanted) {
        return key == wanted;
    }

    boolean isIn(Registry wanted) {
        return registry == wanted;
    }

    /**
     * Whether nobody will use it again: its thread has ended, outside every section that it holds.
     * What that thread did happened before {@link Thread#isAlive} said so.
     */
    boolean isAbandoned() {
        Thread of = thread.get();
        return this != NOBODY && (of == null || !of.isAlive()) && !isInside(getAcquire());
    }

    /** Takes it out of its domain. */
    void discard() {
        registry.remove(this);
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
