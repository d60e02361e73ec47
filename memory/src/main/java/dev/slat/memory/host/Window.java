package dev.slat.memory.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The one range of host addresses that holds all guest memory of this process, and the only raw way
 * to it.
 *
 * <p>An <em>hva</em> is a byte offset in this window. Every accessor masks it, so no bug and no
 * guest can name an address outside; because the segment is one page longer than the mask reaches,
 * C2 folds the bounds check away and an access costs what a raw load costs (docs/adr/0002).
 *
 * <p>Memory ordering: {@code get…} and {@code put…} are plain and take any alignment; a naturally
 * aligned access of up to 8 bytes is not torn (HotSpot on 64-bit). The atomic accessors are
 * volatile and need natural alignment; they pair with each other as Java's volatile accesses do.
 *
 * <p>Validity: an hva that comes from a memory slot may be used inside the read section that found
 * it, or, by a hart, until it acknowledges the flush request that the slot's removal sends. Little
 * endian, as every supported host is.
 */
public final class Window {
    private static final MemorySegment BASE = WindowReservation.SEGMENT;
    private static final long MASK = WindowReservation.SIZE - 1;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final VarHandle ATOMIC_SHORT = ValueLayout.JAVA_SHORT.varHandle();
    private static final VarHandle ATOMIC_INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle ATOMIC_LONG = ValueLayout.JAVA_LONG.varHandle();

    private Window() {}

    /** The window's size in bytes, a power of two: hvas run from 0 to below it. */
    public static long size() {
        return MASK + 1;
    }

    /** Plain load of one byte. */
    public static byte getByte(long hva) {
        return BASE.get(ValueLayout.JAVA_BYTE, hva & MASK);
    }

    /** Plain load of two bytes, any alignment. */
    public static short getShort(long hva) {
        return BASE.get(SHORT, hva & MASK);
    }

    /** Plain load of four bytes, any alignment. */
    public static int getInt(long hva) {
        return BASE.get(INT, hva & MASK);
    }

    /** Plain load of eight bytes, any alignment. */
    public static long getLong(long hva) {
        return BASE.get(LONG, hva & MASK);
    }

    /** Plain store of one byte. */
    public static void putByte(long hva, byte value) {
        BASE.set(ValueLayout.JAVA_BYTE, hva & MASK, value);
    }

    /** Plain store of two bytes, any alignment. */
    public static void putShort(long hva, short value) {
        BASE.set(SHORT, hva & MASK, value);
    }

    /** Plain store of four bytes, any alignment. */
    public static void putInt(long hva, int value) {
        BASE.set(INT, hva & MASK, value);
    }

    /** Plain store of eight bytes, any alignment. */
    public static void putLong(long hva, long value) {
        BASE.set(LONG, hva & MASK, value);
    }

    /** Volatile load of an aligned word. */
    public static int getIntVolatile(long hva) {
        return (int) ATOMIC_INT.getVolatile(BASE, hva & MASK);
    }

    /** Volatile load of an aligned doubleword. */
    public static long getLongVolatile(long hva) {
        return (long) ATOMIC_LONG.getVolatile(BASE, hva & MASK);
    }

    /** Acquire load of an aligned 16-bit number. */
    public static short getShortAcquire(long hva) {
        return (short) ATOMIC_SHORT.getAcquire(BASE, hva & MASK);
    }

    /** Release store of an aligned 16-bit number. */
    public static void putShortRelease(long hva, short value) {
        ATOMIC_SHORT.setRelease(BASE, hva & MASK, value);
    }

    /** Acquire load of an aligned 32-bit number. */
    public static int getIntAcquire(long hva) {
        return (int) ATOMIC_INT.getAcquire(BASE, hva & MASK);
    }

    /** Release store of an aligned 32-bit number. */
    public static void putIntRelease(long hva, int value) {
        ATOMIC_INT.setRelease(BASE, hva & MASK, value);
    }

    /** Acquire load of an aligned 64-bit number. */
    public static long getLongAcquire(long hva) {
        return (long) ATOMIC_LONG.getAcquire(BASE, hva & MASK);
    }

    /** Release store of an aligned 64-bit number. */
    public static void putLongRelease(long hva, long value) {
        ATOMIC_LONG.setRelease(BASE, hva & MASK, value);
    }

    /** Volatile compare-and-set of an aligned word. */
    public static boolean compareAndSetInt(long hva, int expected, int value) {
        return ATOMIC_INT.compareAndSet(BASE, hva & MASK, expected, value);
    }

    /** Volatile compare-and-set of an aligned doubleword. */
    public static boolean compareAndSetLong(long hva, long expected, long value) {
        return ATOMIC_LONG.compareAndSet(BASE, hva & MASK, expected, value);
    }

    /** Atomically stores an aligned word and returns the one it replaced. */
    public static int getAndSetInt(long hva, int value) {
        return (int) ATOMIC_INT.getAndSet(BASE, hva & MASK, value);
    }

    /** Atomically stores an aligned doubleword and returns the one it replaced. */
    public static long getAndSetLong(long hva, long value) {
        return (long) ATOMIC_LONG.getAndSet(BASE, hva & MASK, value);
    }

    /** Atomically adds to an aligned word and returns the one it replaced. */
    public static int getAndAddInt(long hva, int delta) {
        return (int) ATOMIC_INT.getAndAdd(BASE, hva & MASK, delta);
    }

    /** Atomically adds to an aligned doubleword and returns the one it replaced. */
    public static long getAndAddLong(long hva, long delta) {
        return (long) ATOMIC_LONG.getAndAdd(BASE, hva & MASK, delta);
    }

    /** A copy of {@code length} bytes from {@code hva}; the range must lie inside the window. */
    public static void get(long hva, MemorySegment to, long toOffset, long length) {
        MemorySegment.copy(BASE, hva, to, toOffset, length);
    }

    /** Copies {@code length} bytes to {@code hva}; the range must lie inside the window. */
    public static void put(long hva, MemorySegment from, long fromOffset, long length) {
        MemorySegment.copy(from, fromOffset, BASE, hva, length);
    }

    /** Fills {@code length} bytes at {@code hva}; the range must lie inside the window. */
    public static void fill(long hva, long length, byte value) {
        BASE.asSlice(hva, length).fill(value);
    }

    /** Whether {@code length} bytes at {@code hva} equal those of {@code other}. */
    public static boolean equal(long hva, MemorySegment other, long otherOffset, long length) {
        return MemorySegment.mismatch(
                        BASE, hva, hva + length, other, otherOffset, otherOffset + length)
                < 0;
    }
}
