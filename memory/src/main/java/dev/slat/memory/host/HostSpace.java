package dev.slat.memory.host;

/**
 * The addresses by which memory slots name their host memory: what a process's address space is to
 * KVM. A <em>user address</em> is one of these; an <em>hva</em> is where a page really lies, as an
 * offset in the {@link Window}.
 *
 * <p>Threads: any.
 */
public interface HostSpace {
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

    /** A slot names the range from now on: what is mapped there must not be closed. */
    void retain(long userAddress, long bytes);

    /** Undoes one {@link #retain} of the same range. */
    void release(long userAddress, long bytes);

    /** From now on {@code notifier} hears of pages that go away. */
    void addNotifier(HostNotifier notifier);

    /** Undoes one {@link #addNotifier}; no call is under way when it returns. */
    void removeNotifier(HostNotifier notifier);
}
