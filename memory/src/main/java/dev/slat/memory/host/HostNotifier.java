package dev.slat.memory.host;

/**
 * Hears of host pages that are about to change: KVM's MMU notifier (Linux,
 * include/linux/mmu_notifier.h).
 *
 * <p>Threads: any, outside every read section, and several at once. Ranges are user addresses of a
 * {@link HostSpace}, whole pages. Start and end come in pairs, and pairs may overlap. A notifier
 * takes no lock that a slot update holds: such an update waits for the pairs that are open.
 */
public interface HostNotifier {
    /**
     * Pages are about to go away, to lose a permission or to be replaced. When this returns, no
     * hart and no device uses a translation of them that was made before; none is made until {@link
     * #invalidateEnd}.
     */
    void invalidateStart(long start, long end);

    /** The change is done: pages may be resolved again. */
    void invalidateEnd(long start, long end);

    /**
     * Forgets that the pages were accessed.
     *
     * @param flush also from cached translations, so that the next access is noticed
     * @return whether any had been accessed since the last time
     */
    boolean clearYoung(long start, long end, boolean flush);

    /** Whether any of the pages was accessed; changes nothing. */
    boolean testYoung(long start, long end);

    /** The whole space goes away: nothing of it may stay mapped. */
    void release();
}
