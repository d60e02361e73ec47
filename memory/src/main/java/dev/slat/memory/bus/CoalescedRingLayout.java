package dev.slat.memory.bus;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where the fields of a {@link CoalescedRing} lie in memory: KVM's {@code struct
 * kvm_coalesced_mmio_ring}, so that a program outside of this process may read it. Numbers are
 * little-endian, offsets in bytes.
 *
 * <pre>
 *  0  u32 first   the next entry to take; the consumer's
 *  4  u32 last    the next place to fill; the producers'
 *  8  entries of 24 bytes:   +0 u64 gpa   +8 u32 len   +12 u32 pio   +16 u8 data[8]
 * </pre>
 */
public final class CoalescedRingLayout {
    /** Offset of {@code first}. */
    public static final long FIRST = 0;

    /** Offset of {@code last}. */
    public static final long LAST = 4;

    /** Offset of the first entry. */
    public static final long ENTRIES = 8;

    /** Bytes of an entry. */
    public static final long ENTRY_SIZE = 24;

    /** Offset of an entry's address in it. */
    public static final long GPA = 0;

    /** Offset of the number of bytes stored, 1 to 8. */
    public static final long LENGTH = 8;

    /** Offset of the kind: 0 memory, 1 port. */
    public static final long PIO = 12;

    /** Offset of the stored bytes; those above the length are zero. */
    public static final long DATA = 16;

    /** Places of KVM's ring: what fits in a page of 4 KiB. */
    public static final int DEFAULT_PLACES = 170;

    /** Most places: the whole ring stays below 2<sup>31</sup> bytes. */
    public static final int MAX_PLACES = 1 << 26;

    private static final VarHandle INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private CoalescedRingLayout() {}

    /** Bytes that a ring of some places needs. */
    public static long bytes(int places) {
        return ENTRIES + places * ENTRY_SIZE;
    }

    /** Places of the largest ring that fits. */
    public static int places(long bytes) {
        return (int) Math.min((bytes - ENTRIES) / ENTRY_SIZE, MAX_PLACES);
    }

    /** Offset of an entry. */
    public static long entry(int place) {
        return ENTRIES + place * ENTRY_SIZE;
    }

    static int intOpaque(MemorySegment memory, long offset) {
        return (int) INT.getOpaque(memory, offset);
    }

    static int intAcquire(MemorySegment memory, long offset) {
        return (int) INT.getAcquire(memory, offset);
    }

    static void intRelease(MemorySegment memory, long offset, int value) {
        INT.setRelease(memory, offset, value);
    }

    static int intAt(MemorySegment memory, long offset) {
        return (int) INT.get(memory, offset);
    }

    static void intAt(MemorySegment memory, long offset, int value) {
        INT.set(memory, offset, value);
    }

    static long longAt(MemorySegment memory, long offset) {
        return (long) LONG.get(memory, offset);
    }

    static void longAt(MemorySegment memory, long offset, long value) {
        LONG.set(memory, offset, value);
    }
}
