package dev.slat.memory.slots;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * An immutable map from numbers to slots, each slot at one range of numbers that no other has: a
 * radix tree of 6 bits a level. A range that fills whole places of a level stands there, so large
 * slots are found near the root. A look-up is a load for each level, four for 64 GiB of frames, and
 * has nothing for a processor to guess wrong, as the steps of a binary search have. A change copies
 * the nodes that the ends of its range lie in and shares the rest.
 *
 * <p>Threads: any; immutable.
 */
final class RangeTree {
    private static final int BITS = 6;
    private static final int PLACES = 1 << BITS;

    /** No numbers at all. */
    static final RangeTree EMPTY = new RangeTree(new Object[PLACES], 0);

    /** In a place: nothing, a {@link MemorySlot}, or the node of its parts. */
    private final @Nullable Object[] root;

    /** Of the root: a place stands for {@code 1 << shift} numbers. */
    private final int shift;

    private RangeTree(@Nullable Object[] root, int shift) {
        this.root = root;
        this.shift = shift;
    }

    /** The slot at a number, or null. */
    @Nullable MemorySlot find(long number) {
        if (number >>> (shift + BITS) != 0) {
            return null;
        }
        @Nullable Object[] node = root;
        int at = shift;
        while (true) {
            @Nullable Object entry = node[(int) (number >>> at) & (PLACES - 1)];
            if (!(entry instanceof Object[] child)) {
                return (MemorySlot) entry;
            }
            node = child;
            at -= BITS;
        }
    }

    /** Shows every slot that has a number of {@code start} up to {@code end}, once, in order. */
    void forEach(long start, long end, Consumer<? super MemorySlot> visitor) {
        if (start < end) {
            visit(root, shift, 0, start, end, null, visitor);
        }
    }

    /** Returns the slot that was shown last: the next entries may be of the same. */
    @SuppressWarnings("ReferenceEquality") // the same slot in the next place, not an equal one
    private static @Nullable MemorySlot visit(
            @Nullable Object[] node,
            int shift,
            long base,
            long start,
            long end,
            @Nullable MemorySlot before,
            Consumer<? super MemorySlot> visitor) {
        MemorySlot shown = before;
        for (int i = start <= base ? 0 : (int) Math.min(PLACES, (start - base) >>> shift);
                i < PLACES;
                i++) {
            long first = base + ((long) i << shift);
            if (first >= end) {
                break;
            }
            if (node[i] instanceof Object[] child) {
                shown = visit(child, shift - BITS, first, start, end, shown, visitor);
            } else if (node[i] instanceof MemorySlot slot && slot != shown) {
                visitor.accept(slot);
                shown = slot;
            }
        }
        return shown;
    }

    /** This map with a slot at a range that is free, or was the whole range of another one. */
    RangeTree with(long start, long end, MemorySlot slot) {
        @Nullable Object[] top = root;
        int at = shift;
        while ((end - 1) >>> (at + BITS) != 0) {
            @Nullable Object[] above = new @Nullable Object[PLACES];
            above[0] = isEmpty(top) ? null : top;
            top = above;
            at += BITS;
        }
        return new RangeTree(put(top, at, start, end, slot), at);
    }

    /** This map without the slot whose range this is. */
    RangeTree without(long start, long end) {
        @Nullable Object[] top = put(root, shift, start, end, null);
        if (isEmpty(top)) {
            return EMPTY;
        }
        int at = shift;
        while (isAllInFirst(top) && top[0] instanceof Object[] only) {
            top = only;
            at -= BITS;
        }
        return new RangeTree(top, at);
    }

    /** A copy of a node with an entry in all places of a range, given from the node's start. */
    private static @Nullable Object[] put(
            @Nullable Object @Nullable [] node,
            int shift,
            long start,
            long end,
            @Nullable MemorySlot slot) {
        @Nullable Object[] copy = node == null ? new @Nullable Object[PLACES] : node.clone();
        int last = (int) ((end - 1) >>> shift);
        for (int i = (int) (start >>> shift); i <= last; i++) {
            long first = (long) i << shift;
            long from = Math.max(start - first, 0);
            long to = Math.min(end - first, 1L << shift);
            if (to - from == 1L << shift) {
                copy[i] = slot;
            } else {
                @Nullable Object[] child = put((Object[]) copy[i], shift - BITS, from, to, slot);
                copy[i] = slot == null && isEmpty(child) ? null : child;
            }
        }
        return copy;
    }

    private static boolean isEmpty(@Nullable Object[] node) {
        return node[0] == null && isAllInFirst(node);
    }

    private static boolean isAllInFirst(@Nullable Object[] node) {
        for (int i = 1; i < PLACES; i++) {
            if (node[i] != null) {
                return false;
            }
        }
        return true;
    }
}
