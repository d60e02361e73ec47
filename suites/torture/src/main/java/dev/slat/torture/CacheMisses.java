package dev.slat.torture;

/**
 * Stores that miss the caches: whatever the thread stores next waits behind them in the store
 * buffer, and an atomic operation waits until they are done. For one thread.
 */
final class CacheMisses {
    /** More than the caches hold for one thread; a power of two. */
    private static final int BYTES = 1 << 25;

    /** A line and a page of its own for each store, for a long time: odd in cache lines. */
    private static final int STRIDE = 64 * 1031;

    private final byte[] bytes = new byte[BYTES];
    private int at;

    /** Some of them. */
    void store() {
        int first = at;
        bytes[first & (BYTES - 1)] = 1;
        bytes[(first + STRIDE) & (BYTES - 1)] = 1;
        bytes[(first + 2 * STRIDE) & (BYTES - 1)] = 1;
        bytes[(first + 3 * STRIDE) & (BYTES - 1)] = 1;
        at = first + 4 * STRIDE;
    }
}
