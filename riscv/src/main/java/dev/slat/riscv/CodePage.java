package dev.slat.riscv;

import dev.slat.memory.host.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The decoded blocks of one page of guest memory, with the bytes they were decoded from.
 *
 * <p>Nothing tracks writes to the page. The ISA promises new code only after {@code fence.i}; so
 * that one starts a new epoch, and the first use of a page in an epoch compares it with the copy.
 */
final class CodePage {
    static final int SIZE = 4096;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    final long hva;

    /** The blocks by page offset / 2. */
    final @Nullable Block[] blocks = new Block[SIZE / 2];

    /** The part that may be executed: all of the page but where PMP divides it. */
    final int start;

    final int end;

    /** The epoch in which the copy was last found equal to the page. */
    long epoch;

    private final byte[] copy = new byte[SIZE];
    private final MemorySegment copySegment = MemorySegment.ofArray(copy);

    /** Copies the page at {@code hva}; the caller is inside a read section. */
    CodePage(long hva, long epoch) {
        this(hva, epoch, 0, SIZE);
    }

    /** As the other; only offsets from {@code start} to {@code end} may be executed. */
    CodePage(long hva, long epoch, int start, int end) {
        this.hva = hva;
        this.epoch = epoch;
        this.start = start;
        this.end = end;
        Window.get(hva, copySegment, 0, SIZE);
    }

    /** Whether the page still has the bytes that were decoded. */
    boolean isCurrent() {
        return Window.equal(hva, copySegment, 0, SIZE);
    }

    /** The 16 bits at a page offset. */
    int parcel(int offset) {
        return (short) SHORT.get(copy, offset) & 0xffff;
    }

    /** The instruction at a page offset: 16 or 32 bits (16 if the rest is in the next page). */
    int instruction(int offset) {
        int low = parcel(offset);
        if ((low & 3) != 3 || offset + 4 > SIZE) {
            return low;
        }
        return low | parcel(offset + 2) << 16;
    }
}
