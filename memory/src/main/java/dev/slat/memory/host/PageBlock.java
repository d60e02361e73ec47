package dev.slat.memory.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The states of the pages of 2 MiB of a mapping, one byte each, and a {@link Tally} of them.
 *
 * <p>Threads: any; which transition is whose stands in {@link PageStates}.
 */
final class PageBlock {
    /** Pages of a block. */
    static final int PAGES = 512;

    private static final VarHandle STATES = MethodHandles.arrayElementVarHandle(byte[].class);

    final Tally tally;
    private final byte[] states = new byte[PAGES];

    PageBlock(int initial) {
        Arrays.fill(states, (byte) initial);
        tally = Tally.of(initial, PAGES);
    }

    /** Acquire: a page that is plain has its contents. Pairs with {@link #set}. */
    int get(int index) {
        return (byte) STATES.getAcquire(states, index);
    }

    /** Release: the contents came before. */
    void set(int index, int state) {
        STATES.setRelease(states, index, (byte) state);
    }

    boolean compareAndSet(int index, int expected, int state) {
        return STATES.compareAndSet(states, index, (byte) expected, (byte) state);
    }
}
