package dev.slat.riscv;

import java.util.Arrays;

/**
 * Hands out the context numbers in TLB tags, so that neither a trap nor a process switch flushes.
 *
 * <p>A context is {@code slot << 6 | variant << 3}. A slot stands for one address space ({@code
 * satp} mode and ASID); the variant for what decides on permission: the privilege mode, SUM and
 * MXR. Slots are given out in order and none is used twice before {@link #assign} says that all
 * TLBs must be cleared; so "drop every entry of this space" and "drop all" only retire slots.
 */
final class AddressSpaces {
    /** Six bits of the tag. */
    private static final int SLOTS = 64;

    private static final long NONE = -1;

    private final long[] keys = new long[SLOTS];
    private int next;

    AddressSpaces() {
        reset();
    }

    /** Forgets all slots; only right together with a clear of all TLBs. */
    void reset() {
        Arrays.fill(keys, NONE);
        next = 0;
    }

    /** The key that holds {@code slot}, or -1 if it is retired or free. */
    long key(int slot) {
        return keys[slot];
    }

    /** The slot of the address space {@code key}, or -1 if it has none. */
    int find(long key) {
        for (int i = 0; i < next; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return -1;
    }

    /** Gives {@code key} a fresh slot, or returns -1 if they are used up. */
    int assign(long key) {
        if (next == SLOTS) {
            return -1;
        }
        keys[next] = key;
        return next++;
    }

    /** Retires the slots of one ASID (in each paging mode). */
    void retire(int asid) {
        for (int i = 0; i < next; i++) {
            if (keys[i] != NONE && (int) (keys[i] & 0xffff) == asid) {
                keys[i] = NONE;
            }
        }
    }

    /** Retires all slots. */
    void retireAll() {
        Arrays.fill(keys, 0, next, NONE);
    }
}
