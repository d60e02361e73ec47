package dev.slat.riscv;

import java.util.ArrayList;
import java.util.List;

/**
 * The last instructions of one hart. Written by its thread; whoever reads while it runs may see the
 * oldest ones already replaced.
 */
final class TraceRing {
    private final long[] pcs;
    private final int[] words;
    private final byte[] privileges;

    /** Instructions ever recorded. */
    private long count;

    TraceRing(int size) {
        pcs = new long[size];
        words = new int[size];
        privileges = new byte[size];
    }

    void add(long pc, int word, int privilege) {
        int i = (int) (count++ % pcs.length);
        pcs[i] = pc;
        words[i] = word;
        privileges[i] = (byte) privilege;
    }

    /** Oldest first. */
    List<TracedInstruction> instructions() {
        List<TracedInstruction> all = new ArrayList<>();
        long end = count;
        for (long n = Math.max(0, end - pcs.length); n < end; n++) {
            int i = (int) (n % pcs.length);
            all.add(new TracedInstruction(pcs[i], words[i], privileges[i]));
        }
        return all;
    }
}
