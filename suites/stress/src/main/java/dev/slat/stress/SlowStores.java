package dev.slat.stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Stores that miss every cache. The processor's store buffer drains in order, so what a reader
 * stores next is seen late by others, while its loads go ahead: the moment that a barrier is for.
 */
final class SlowStores {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    /** 64 MiB: more than the caches hold. */
    private static final int WORDS = 1 << 23;

    private static final long[] MEMORY = new long[WORDS];

    private static long state = 0x9E3779B97F4A7C15L;

    private SlowStores() {}

    /** By one actor only. */
    static void fill() {
        long x = state;
        for (int i = 0; i < 4; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            WORD.setOpaque(MEMORY, (int) (x >>> 41), x);
        }
        state = x;
    }
}
