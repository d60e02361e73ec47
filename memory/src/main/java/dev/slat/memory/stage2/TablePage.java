package dev.slat.memory.stage2;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One page of the stage-2 tree: 512 places for 9 bits of a frame's number. A place holds nothing, a
 * leaf, or, above level 0, a table of the next level. Where both stand for a moment, the table
 * counts: it maps at least what the leaf did.
 *
 * <p>Threads: readers look without a lock, inside a read section. Places change by {@link
 * #compareAndSetLeaf} and {@link #addChild} under the read side of {@code mmuLock}, and in any way
 * under its write side.
 */
final class TablePage {
    static final int BITS = 9;
    static final int PLACES = 1 << BITS;

    private static final VarHandle LEAF = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle CHILD = MethodHandles.arrayElementVarHandle(TablePage[].class);

    /** 0: leaves of 4 KiB; 1: of 2 MiB; 2: of 1 GiB; above: tables only. */
    final int level;

    private final long[] leaves;
    private final TablePage @Nullable [] children;

    TablePage(int level) {
        this.level = level;
        this.leaves = new long[PLACES];
        this.children = level == 0 ? null : new TablePage[PLACES];
    }

    /** Frames under one place of a table of this level. */
    static long frames(int level) {
        return 1L << shift(level);
    }

    /** Bits of a frame's number that a place of a table of this level leaves open. */
    static int shift(int level) {
        return BITS * level;
    }

    /** The place of a frame. */
    int place(long gfn) {
        return (int) (gfn >>> shift(level)) & (PLACES - 1);
    }

    /** The leaf at a place. Pairs with its publication: what it maps is ready. */
    long leaf(int place) {
        return (long) LEAF.getAcquire(leaves, place);
    }

    boolean compareAndSetLeaf(int place, long expected, long entry) {
        return LEAF.compareAndSet(leaves, place, expected, entry);
    }

    /** Write side of the lock, or a page that nobody else has yet. */
    void setLeaf(int place, long entry) {
        LEAF.setRelease(leaves, place, entry);
    }

    /** Write side of the lock: takes bits off leaves; whether any had them. */
    boolean clearBits(int from, int to, long bits) {
        boolean any = false;
        for (int place = from; place < to; place++) {
            long leaf = leaf(place);
            if ((leaf & bits) != 0) {
                // Not atomic: only a look-up changes leaves now, and its mark may be lost.
                setLeaf(place, leaf & ~bits);
                any = true;
            }
        }
        return any;
    }

    /** As {@link #clearBits}, for the 64 places from {@code first} whose bit is set in a mask. */
    boolean clearBitsAt(int first, long mask, long bits) {
        boolean any = false;
        for (long left = mask; left != 0; left &= left - 1) {
            int place = first + Long.numberOfTrailingZeros(left);
            any |= clearBits(place, place + 1, bits);
        }
        return any;
    }

    /** Puts bits on a leaf that is still the expected one. */
    boolean setBits(int place, long expected, long bits) {
        return (expected & bits) == bits
                || LEAF.compareAndSet(leaves, place, expected, expected | bits);
    }

    /** The table at a place, or null. */
    @Nullable TablePage child(int place) {
        TablePage[] tables = children;
        return tables == null ? null : (TablePage) CHILD.getAcquire(tables, place);
    }

    /** Puts a table at a place that has none; returns the one that stands there then. */
    TablePage addChild(int place, TablePage page) {
        TablePage there = (TablePage) CHILD.compareAndExchange(children, place, null, page);
        return there == null ? page : there;
    }

    /** Write side of the lock: takes the table off a place. */
    void removeChild(int place) {
        CHILD.setRelease(children, place, null);
    }

    /** As new, for a page that nobody can reach. */
    void clear() {
        Arrays.fill(leaves, Entry.NONE);
        if (children != null) {
            Arrays.fill(children, null);
        }
    }
}
