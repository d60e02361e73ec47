package dev.slat.memory.host;

/**
 * The addresses by which memory slots name their host memory: what a process's address space is to
 * KVM. A <em>user address</em> is one of these; an <em>hva</em> is where a page really lies, as an
 * offset in the {@link Window}.
 *
 * <p>Threads: any.
 */
public interface HostSpace {
    /** The window itself: a user address is an hva, in one of the open {@link HostMapping}s. */
    static HostSpace window() {
        return WindowSpace.INSTANCE;
    }

    /**
     * Whether a slot may name the range at all (access_ok in KVM). Nothing need be mapped there.
     *
     * @param bytes 0 or more
     */
    boolean isUserRange(long userAddress, long bytes);

    /**
     * Finds the page of an address, populating it if a pager must. May block for as long as the
     * pager does, so the caller holds no lock; it is inside a read section, and looks whether an
     * invalidation came in between before it uses the answer.
     *
     * @param write the page is about to be written: one that is shared is copied first
     * @return a {@link HostPage} code, or {@link HostPage#FAULT} where nothing is mapped or the
     *     access is not allowed
     */
    long resolve(long userAddress, boolean write);

    /**
     * As {@link #resolve}, for one access by the host or a device: where the page's first byte
     * lies, or {@link HostPage#FAULT}. How far around it the same holds is not looked for.
     */
    default long hva(long userAddress, boolean write) {
        long page = resolve(userAddress, write);
        return page == HostPage.FAULT ? HostPage.FAULT : HostPage.hva(page);
    }

    /**
     * A slot names the range from now on: what is mapped there must not be closed.
     *
     * @throws IllegalStateException something there is being closed; nothing has changed
     */
    void retain(long userAddress, long bytes);

    /**
     * Undoes one {@link #retain} of the same range.
     *
     * @throws IllegalStateException there is none
     */
    void release(long userAddress, long bytes);

    /**
     * Keeps the pages of a range for devices: they are populated now, those that may be written are
     * made private first, and until as many calls of {@link #unpin} nobody moves them to swap or
     * merges them. All of the range or none. The owner of the memory may still discard, replace or
     * unmap pages, as the owner of pinned memory may in Linux; the device follows. May block in a
     * pager; the caller holds the lock of slot changes and is outside read sections. A space whose
     * pages never move need do nothing.
     *
     * @throws dev.slat.memory.GuestMemoryException EFAULT where nothing is mapped, or a page cannot
     *     be had; nothing is pinned then
     * @throws OutOfMemoryError when no memory is left; nothing is pinned then
     */
    default void pin(long userAddress, long bytes) {}

    /** Undoes one {@link #pin} of the same range. Does not fail. */
    default void unpin(long userAddress, long bytes) {}

    /**
     * From now on {@code notifier} hears of pages that go away. Waits for changes under way, so it
     * is called outside read sections, and not from a notifier.
     */
    void addNotifier(HostNotifier notifier);

    /**
     * Undoes one {@link #addNotifier}; no call is under way when it returns. Waits like it.
     *
     * @throws IllegalStateException it is not there
     */
    void removeNotifier(HostNotifier notifier);
}
