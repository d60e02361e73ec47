package dev.slat.memory.dirty;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The pages that one hart has written, in the order in which it first wrote them: KVM's dirty ring
 * (Linux, Documentation/virt/kvm/api.rst, 8.29).
 *
 * <p>An entry goes through three states: free, dirty (the hart has put it there), harvested (the
 * host has seen it), and free again when the rings are reset: then its page is protected, so that
 * the next write is noticed. The host reads a page after the reset, or it loses a write.
 *
 * <p>Threads: {@link #push} is the hart's; {@link #harvest} is for one thread of the host at a
 * time; {@link #reset} for the holder of {@code slotsLock}. Memory ordering: states are stored with
 * release and loaded with acquire.
 */
public final class DirtyRing {
    /** Most entries, as in KVM. */
    public static final int MOST_ENTRIES = 1 << 16;

    /** Kept free for what a hart still writes between the limit and its next poll. */
    static final int RESERVED = 512;

    private static final long FREE = 0;
    private static final long DIRTY = 1L << 62;
    private static final long HARVESTED = 1L << 63;

    /** Pages of a slot need 31 bits, identities 17. */
    private static final int SLOT_SHIFT = 32;

    private static final long PAGE_MASK = (1L << SLOT_SHIFT) - 1;

    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] entries;

    /** Entries ever pushed; the hart's. */
    private volatile long pushed;

    /** Entries ever reset; the resetter's. */
    private volatile long reset;

    /** Entries ever harvested; the harvester's. */
    private long harvested;

    /** Sees an entry. */
    public interface Visitor {
        /**
         * A page was written.
         *
         * @param slot number and, from bit 16, address space
         * @param page counted from the slot's start
         */
        void dirty(int slot, long page);
    }

    /** An empty ring; see {@link #requireSize}. */
    public DirtyRing(int size) {
        entries = new long[size];
    }

    /**
     * Checks a size.
     *
     * @throws GuestMemoryException EINVAL for no power of two, or too few; E2BIG for too many
     */
    public static void requireSize(int size) {
        if (size < 2 * RESERVED || Integer.bitCount(size) != 1) {
            throw new GuestMemoryException(
                    Errno.EINVAL,
                    "a dirty ring of %d entries: a power of two from %d is needed"
                            .formatted(size, 2 * RESERVED));
        }
        if (size > MOST_ENTRIES) {
            throw new GuestMemoryException(
                    Errno.E2BIG,
                    "a dirty ring of %d entries: at most %d".formatted(size, MOST_ENTRIES));
        }
    }

    /**
     * The hart: records a page; false if there is no room, and then it must be marked elsewhere.
     */
    public boolean push(int slot, long page) {
        long at = pushed;
        if (at - reset >= entries.length) {
            return false;
        }
        ENTRY.setRelease(entries, index(at), DIRTY | ((long) slot << SLOT_SHIFT) | page);
        pushed = at + 1;
        return true;
    }

    /** Whether the hart must not run on before the rings were reset. */
    public boolean isSoftFull() {
        return pushed - reset >= entries.length - RESERVED;
    }

    /**
     * Shows the entries that are new, oldest first, and makes them ready for the next reset.
     *
     * @return how many
     */
    public int harvest(Visitor visitor) {
        int count = 0;
        while (true) {
            int at = index(harvested);
            long entry = (long) ENTRY.getAcquire(entries, at);
            if ((entry & DIRTY) == 0) {
                return count;
            }
            visitor.dirty(slot(entry), entry & PAGE_MASK);
            ENTRY.setRelease(entries, at, (entry & ~DIRTY) | HARVESTED);
            harvested++;
            count++;
        }
    }

    /** Frees the entries that were harvested, showing each, oldest first; returns how many. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one resetter at a time
    public int reset(Visitor visitor) {
        int count = 0;
        while (true) {
            int at = index(reset);
            long entry = (long) ENTRY.getAcquire(entries, at);
            if ((entry & HARVESTED) == 0) {
                return count;
            }
            visitor.dirty(slot(entry), entry & PAGE_MASK);
            ENTRY.setRelease(entries, at, FREE);
            reset++;
            count++;
        }
    }

    /** The hart has gone: shows what it pushed and nobody has reset, oldest first. */
    void forEachLeft(Visitor visitor) {
        for (long at = reset; at < pushed; at++) {
            long entry = (long) ENTRY.getAcquire(entries, index(at));
            visitor.dirty(slot(entry), entry & PAGE_MASK);
        }
    }

    private int index(long count) {
        return (int) count & (entries.length - 1);
    }

    private static int slot(long entry) {
        return (int) ((entry & ~(DIRTY | HARVESTED)) >>> SLOT_SHIFT);
    }
}
