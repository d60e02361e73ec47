package dev.slat.memory.host;

/**
 * What {@link HostSpace#resolve} answers, packed in a long so that a fault allocates nothing: the
 * hva of a page, whether it may be written in place, and how far around it the same holds.
 */
public final class HostPage {
    /** Nothing is mapped there, or the access is not allowed. */
    public static final long FAULT = -1;

    /** 4 KiB: this page alone. */
    public static final int LEVEL_4K = 0;

    /** The aligned 2 MiB around it lie together in the window, all present, all as writable. */
    public static final int LEVEL_2M = 1;

    /** The same for 1 GiB. */
    public static final int LEVEL_1G = 2;

    private static final long WRITABLE = 1;
    private static final int LEVEL_SHIFT = 1;
    private static final long LEVEL_MASK = 3;

    private HostPage() {}

    /** The code of a page. */
    public static long of(long hva, boolean writable, int level) {
        return hva | (long) level << LEVEL_SHIFT | (writable ? WRITABLE : 0);
    }

    /** Where the page's first byte lies in the {@link Window}. */
    public static long hva(long code) {
        return code & -HostMapping.PAGE;
    }

    /** Whether stores may go to the page as it is. */
    public static boolean isWritable(long code) {
        return (code & WRITABLE) != 0;
    }

    /** The largest leaf that may map it. */
    public static int level(long code) {
        return (int) (code >>> LEVEL_SHIFT & LEVEL_MASK);
    }
}
