package dev.slat.riscv;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/**
 * The virtual addresses at which a hart stops. Immutable.
 *
 * <p>Decoded code knows no virtual addresses, only offsets in pages. So a block is cut wherever an
 * offset has a breakpoint in any page ({@link BreakpointCheck}), and whoever comes there asks
 * whether it is this page.
 */
final class Breakpoints {
    static final Breakpoints NONE = new Breakpoints(new long[0]);

    private final long[] addresses;

    /** By page offset / 2. */
    private final BitSet offsets = new BitSet();

    private Breakpoints(long[] sorted) {
        addresses = sorted;
        for (long address : sorted) {
            offsets.set((int) (address & (CodePage.SIZE - 1)) >>> 1);
        }
    }

    static Breakpoints of(Collection<Long> addresses) {
        return new Breakpoints(addresses.stream().mapToLong(a -> a & ~1L).sorted().toArray());
    }

    /** Whether a breakpoint stands at this offset of some page. */
    boolean mayStandAt(int offset) {
        return offsets.get(offset >>> 1);
    }

    boolean standsAt(long pc) {
        return Arrays.binarySearch(addresses, pc) >= 0;
    }
}
