package dev.slat.bench.srcu;

/**
 * The reader of one thread. Each class writes its loop out in full, so that one batch is one call
 * and the compiler sees nothing but the subject's own methods.
 */
interface ReadLoop extends AutoCloseable {
    /** So often: enter, read a volatile link, read a field of what it leads to, exit. The sum. */
    long run(int operations);

    /**
     * One section of so many nanoseconds at least. Nothing where the update does not wait for it.
     */
    default void hold(long nanos) {}

    @Override
    default void close() {}

    /** Passes the time awake. */
    static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
