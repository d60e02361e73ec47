package dev.slat.memory.bus;

import static dev.slat.memory.bus.CoalescedRingLayout.FIRST;
import static dev.slat.memory.bus.CoalescedRingLayout.LAST;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stores of harts that wait for whoever handles them: KVM's ring of coalesced MMIO, in its layout
 * ({@link CoalescedRingLayout}). One place always stays free, so that a full ring differs from an
 * empty one.
 *
 * <p>Threads: {@link #add} from any; one consumer at a time. Consumers of this process that use
 * {@link #drain} exclude each other; a consumer outside must be the only one.
 *
 * <p>Memory ordering: a producer stores {@code last} with release after the entry, which pairs with
 * the consumer's load of {@code last} with acquire before it reads the entry. The consumer stores
 * {@code first} with release after it has handled an entry, which pairs with the producer's load of
 * {@code first} with acquire before it fills the place again. A consumer written in C does the same
 * on the two 32-bit words.
 *
 * <p>Order of handling: entries leave in the order they came, for one hart its program order. A
 * hart's access that is not coalesced must be handled after its coalesced stores, so whoever
 * handles one (a device access, an exit) drains first, also before a load, and also when the store
 * itself came out because the ring was full. {@link Buses} does so for its devices if told to.
 *
 * <p>Trust: a consumer that writes nonsense over the indexes or the entries harms nothing but the
 * entries: every index read is checked before use, one out of range makes the ring full for
 * producers and empty for {@link #drain}.
 */
public final class CoalescedRing {
    /** Takes one entry. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A store that a hart made.
         *
         * @param gpa address
         * @param length bytes, 1 to 8
         * @param pio whether the address is a port
         * @param data the bytes, little-endian; those above {@code length} are zero
         */
        void visit(long gpa, int length, boolean pio, long data);
    }

    private final MemorySegment memory;
    private final int places;
    private final ReentrantLock producers = new ReentrantLock();
    private final ReentrantLock consumers = new ReentrantLock();

    private CoalescedRing(MemorySegment memory, int places) {
        if (places < 2 || places > CoalescedRingLayout.MAX_PLACES) {
            throw new IllegalArgumentException(
                    "a ring of %d places is not one of 2 to %d"
                            .formatted(places, CoalescedRingLayout.MAX_PLACES));
        }
        this.memory = memory;
        this.places = places;
    }

    /** A ring of KVM's size in memory of this process. */
    public static CoalescedRing create() {
        return create(CoalescedRingLayout.DEFAULT_PLACES);
    }

    /**
     * A ring in memory of this process.
     *
     * @throws IllegalArgumentException for fewer than 2 places or more than {@link
     *     CoalescedRingLayout#MAX_PLACES}
     */
    public static CoalescedRing create(int places) {
        int bounded = Math.clamp(places, 0, CoalescedRingLayout.MAX_PLACES);
        long[] words = new long[(int) (CoalescedRingLayout.bytes(bounded) / Long.BYTES)];
        return new CoalescedRing(MemorySegment.ofArray(words), places);
    }

    /**
     * A ring in memory that is shared with its consumer; as many places as fit. What the memory
     * holds stays: zeros are an empty ring.
     *
     * @param memory writable, 8-byte aligned, reachable from every hart's thread, and not freed
     *     while a hart may add
     * @throws IllegalArgumentException if fewer than two places fit, or it is misaligned or
     *     read-only
     */
    public static CoalescedRing over(MemorySegment memory) {
        if (memory.address() % Long.BYTES != 0 || memory.maxByteAlignment() < Long.BYTES) {
            throw new IllegalArgumentException(
                    "ring at 0x%x is not aligned to 8 bytes".formatted(memory.address()));
        }
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException("a ring cannot be filled in read-only memory");
        }
        return new CoalescedRing(memory, CoalescedRingLayout.places(memory.byteSize()));
    }

    /** How many places there are; one fewer entries fit. */
    public int places() {
        return places;
    }

    /** The next entry to take, as it stands in memory. */
    public int first() {
        return CoalescedRingLayout.intAcquire(memory, FIRST);
    }

    /** The next place to fill, as it stands in memory. */
    public int last() {
        return CoalescedRingLayout.intAcquire(memory, LAST);
    }

    /** Whether every entry was handled to its end. */
    public boolean isEmpty() {
        return last() == first();
    }

    /**
     * Adds a store, if there is room.
     *
     * @param length bytes, 1 to 8
     * @param data the value; bits above {@code length} are dropped
     * @return false if the ring is full: then the store must be handled at once
     */
    public boolean add(long gpa, int length, boolean pio, long data) {
        if (length < 1 || length > Long.BYTES) {
            throw new IllegalArgumentException("a store of %d bytes".formatted(length));
        }
        producers.lock();
        try {
            int last = CoalescedRingLayout.intOpaque(memory, LAST); // once: it may change
            if (!inRange(last) || next(last) == first()) {
                return false;
            }
            long entry = CoalescedRingLayout.entry(last);
            CoalescedRingLayout.longAt(memory, entry + CoalescedRingLayout.GPA, gpa);
            CoalescedRingLayout.intAt(memory, entry + CoalescedRingLayout.LENGTH, length);
            CoalescedRingLayout.intAt(memory, entry + CoalescedRingLayout.PIO, pio ? 1 : 0);
            CoalescedRingLayout.longAt(
                    memory, entry + CoalescedRingLayout.DATA, Values.low(data, length));
            CoalescedRingLayout.intRelease(memory, LAST, next(last));
            return true;
        } finally {
            producers.unlock();
        }
    }

    /**
     * Takes the entries that are there now, in order. On return each of them was handled, by this
     * call or another. From within a visitor it does nothing.
     *
     * <p>A visitor that throws has taken its entry; the exception goes to the caller. It is called
     * under the ring's consumer lock, so it must not wait for a thread that drains.
     *
     * @return how many were taken
     */
    public int drain(Visitor visitor) {
        if (consumers.isHeldByCurrentThread()) {
            return 0;
        }
        consumers.lock();
        try {
            int last = last(); // once: harts that go on adding must not keep us here
            int first = CoalescedRingLayout.intOpaque(memory, FIRST);
            int taken = 0;
            for (; inRange(last) && inRange(first) && first != last; first = next(first)) {
                try {
                    visit(first, visitor);
                } finally {
                    CoalescedRingLayout.intRelease(memory, FIRST, next(first));
                }
                taken++;
            }
            return taken;
        } finally {
            consumers.unlock();
        }
    }

    /**
     * Shows the entries that are there now, in order, and leaves them. As {@link #drain} otherwise.
     *
     * @return how many there are
     */
    public int peek(Visitor visitor) {
        consumers.lock();
        try {
            int last = last();
            int shown = 0;
            for (int at = first(); inRange(last) && inRange(at) && at != last; at = next(at)) {
                visit(at, visitor);
                shown++;
            }
            return shown;
        } finally {
            consumers.unlock();
        }
    }

    private void visit(int place, Visitor visitor) {
        long entry = CoalescedRingLayout.entry(place);
        long gpa = CoalescedRingLayout.longAt(memory, entry + CoalescedRingLayout.GPA);
        int length = CoalescedRingLayout.intAt(memory, entry + CoalescedRingLayout.LENGTH);
        int pio = CoalescedRingLayout.intAt(memory, entry + CoalescedRingLayout.PIO);
        long data = CoalescedRingLayout.longAt(memory, entry + CoalescedRingLayout.DATA);
        if (length >= 1 && length <= Long.BYTES) { // else somebody wrote over it
            visitor.visit(gpa, length, pio != 0, Values.low(data, length));
        }
    }

    private boolean inRange(int index) {
        return index >= 0 && index < places;
    }

    private int next(int place) {
        return place + 1 == places ? 0 : place + 1;
    }
}
