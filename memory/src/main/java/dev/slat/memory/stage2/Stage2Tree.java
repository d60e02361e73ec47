package dev.slat.memory.stage2;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The translation tree of one address space: guest frame to hva, in leaves of 4 KiB, 2 MiB and 1
 * GiB. KVM's two-dimensional-paging page table (Linux, arch/x86/kvm/mmu/tdp_mmu.c).
 *
 * <p>Threads: {@link #find} needs a read section and no lock. {@link #install} needs the read side
 * of {@code mmuLock}: several may run at once. The rest needs the write side. Pages that come out
 * of the tree are collected for the caller, who retires them.
 */
final class Stage2Tree {
    private static final int TOP = 4;

    /** Frames have at most 52 bits; the tree holds the first 45, which is 57 of an address. */
    private static final int GFN_BITS = TablePage.BITS * (TOP + 1);

    private final TablePage root = new TablePage(TOP);
    private final TablePool pool;

    Stage2Tree(TablePool pool) {
        this.pool = pool;
    }

    /** Frames that it can hold: none beyond. */
    static long maxFrames() {
        return 1L << GFN_BITS;
    }

    /**
     * The entry of a frame's own page, {@link Entry#NONE} if there is none. Marks the leaf as used.
     */
    long find(long gfn) {
        if (gfn >>> GFN_BITS != 0) {
            return Entry.NONE; // or it would find a lower frame with the same low bits
        }
        TablePage page = root;
        while (true) {
            int place = page.place(gfn);
            TablePage child = page.child(place);
            if (child != null) {
                page = child;
                continue;
            }
            long leaf = page.leaf(place);
            if (leaf == Entry.NONE) {
                return Entry.NONE;
            }
            if (!page.setBits(place, leaf, Entry.ACCESSED)) {
                continue; // it has just changed: look again
            }
            return page.level == 0 ? leaf : Entry.part(leaf, offset(gfn, page.level));
        }
    }

    private static long offset(long gfn, int level) {
        return (gfn & (TablePage.frames(level) - 1)) << 12;
    }

    /**
     * Maps a frame by a leaf of at most this level, if nothing maps it better.
     *
     * @param entry the entry of the frame's own page; around it the same holds for the whole leaf
     */
    void install(long gfn, int level, long entry) {
        TablePage page = root;
        while (page.level > level) {
            int place = page.place(gfn);
            TablePage child = page.child(place);
            page = child != null ? child : grow(page, place);
        }
        while (true) {
            int place = page.place(gfn);
            TablePage child = page.child(place);
            if (child != null) {
                page = child; // smaller leaves are there already: join them
                continue;
            }
            long old = page.leaf(place);
            long wanted = Entry.part(entry, -offset(gfn, page.level));
            if (page.compareAndSetLeaf(place, old, merged(old, wanted))) {
                return;
            }
        }
    }

    /** Another hart may have got more rights in the meantime, but not to another page. */
    private static long merged(long old, long wanted) {
        if (old != Entry.NONE && Entry.hva(old) != Entry.hva(wanted)) {
            throw new IllegalStateException(
                    "the page at 0x%x was not flushed before a fault found the one at 0x%x"
                            .formatted(Entry.hva(old), Entry.hva(wanted)));
        }
        return old | wanted;
    }

    /** Puts a table at a place; if a large leaf stands there, one that maps the same. */
    private TablePage grow(TablePage page, int place) {
        TablePage fresh = pool.take(page.level - 1);
        long leaf = page.leaf(place);
        if (leaf != Entry.NONE) {
            long step = TablePage.frames(fresh.level) << 12;
            for (int i = 0; i < TablePage.PLACES; i++) {
                fresh.setLeaf(i, Entry.part(leaf, i * step));
            }
        }
        TablePage there = page.addChild(place, fresh);
        if (there == fresh) {
            page.setLeaf(place, Entry.NONE);
        } else {
            pool.giveUnused(fresh);
        }
        return there;
    }

    /** Removes all translations of a range; large leaves that reach out of it go as a whole. */
    boolean zap(long gfn, long pages, List<TablePage> removed) {
        return zap(root, 0, gfn, Math.min(gfn + pages, maxFrames()), removed);
    }

    private static boolean zap(
            TablePage page, long base, long start, long end, List<TablePage> removed) {
        boolean changed = false;
        long frames = TablePage.frames(page.level);
        int from = firstPlace(base, start, page.level);
        int to = endPlace(base, end, page.level);
        for (int place = from; place < to; place++) {
            long first = base + place * frames;
            TablePage child = page.child(place);
            if (child != null) {
                if (start <= first && first + frames <= end) {
                    page.removeChild(place);
                    removed.add(child);
                    changed = true;
                } else {
                    changed |= zap(child, first, start, end, removed);
                }
            }
            if (page.leaf(place) != Entry.NONE) {
                page.setLeaf(place, Entry.NONE);
                changed = true;
            }
        }
        return changed;
    }

    private static int firstPlace(long base, long start, int level) {
        return start <= base
                ? 0
                : (int) Math.min(TablePage.PLACES, (start - base) >>> TablePage.shift(level));
    }

    private static int endPlace(long base, long end, int level) {
        return end <= base
                ? 0
                : (int)
                        Math.min(
                                TablePage.PLACES,
                                ((end - base - 1) >>> TablePage.shift(level)) + 1);
    }

    /** Takes bits off all leaves of a range; whether any had them. */
    boolean clearBits(long gfn, long pages, long bits) {
        return clearBits(root, 0, gfn, Math.min(gfn + pages, maxFrames()), bits);
    }

    private static boolean clearBits(TablePage page, long base, long start, long end, long bits) {
        long frames = TablePage.frames(page.level);
        int from = firstPlace(base, start, page.level);
        int to = endPlace(base, end, page.level);
        if (page.level == 0) {
            return page.clearBits(from, to, bits);
        }
        boolean any = false;
        for (int place = from; place < to; place++) {
            TablePage child = page.child(place);
            any |=
                    child != null
                            ? clearBits(child, base + place * frames, start, end, bits)
                            : page.clearBits(place, place + 1, bits);
        }
        return any;
    }

    /** Whether any leaf of a range has one of the bits. */
    boolean has(long gfn, long pages, long bits) {
        return has(root, 0, gfn, Math.min(gfn + pages, maxFrames()), bits);
    }

    private static boolean has(TablePage page, long base, long start, long end, long bits) {
        long frames = TablePage.frames(page.level);
        int to = endPlace(base, end, page.level);
        for (int place = firstPlace(base, start, page.level); place < to; place++) {
            TablePage child = page.child(place);
            if (child != null
                    ? has(child, base + place * frames, start, end, bits)
                    : (page.leaf(place) & bits) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes write permission off the frames whose bit is set, the first of which is {@code gfn}.
     */
    boolean protect(long gfn, long mask) {
        int place = (int) gfn & (TablePage.PLACES - 1);
        if (place + Long.SIZE <= TablePage.PLACES) {
            return protect(gfn, place, mask);
        }
        int here = TablePage.PLACES - place; // the rest is in the next table
        boolean low = protect(gfn, place, mask & ((1L << here) - 1));
        boolean high = protect(gfn + here, 0, mask >>> here);
        return low || high;
    }

    /** As above, where all the frames are in one table of level 0, from {@code place} on. */
    private boolean protect(long gfn, int place, long mask) {
        TablePage page = root;
        while (page.level > 0) {
            int at = page.place(gfn);
            TablePage child = page.child(at);
            if (child == null) {
                return mask != 0 && page.clearBits(at, at + 1, Entry.WRITABLE);
            }
            page = child;
        }
        return mask == -1L
                ? page.clearBits(place, place + Long.SIZE, Entry.WRITABLE)
                : page.clearBitsAt(place, mask, Entry.WRITABLE);
    }

    /**
     * Removes tables of small leaves in a range, so that the next faults can map larger ones where
     * they may.
     */
    boolean collapse(long gfn, long pages, List<TablePage> removed) {
        return collapse(root, 0, gfn, Math.min(gfn + pages, maxFrames()), removed);
    }

    private static boolean collapse(
            TablePage page, long base, long start, long end, List<TablePage> removed) {
        boolean changed = false;
        long frames = TablePage.frames(page.level);
        int to = endPlace(base, end, page.level);
        for (int place = firstPlace(base, start, page.level); place < to; place++) {
            long first = base + place * frames;
            TablePage child = page.child(place);
            if (child == null) {
                continue;
            }
            boolean whole = start <= first && first + frames <= end;
            if (child.level == 0 && whole) {
                page.setLeaf(place, Entry.NONE); // one that the table hides
                page.removeChild(place);
                removed.add(child);
                changed = true;
            } else if (child.level > 0) {
                changed |= collapse(child, first, start, end, removed);
            }
        }
        return changed;
    }

    /** For tests: the level of the leaf that maps a frame, or null. */
    @Nullable Integer levelOf(long gfn) {
        TablePage page = root;
        while (true) {
            int place = page.place(gfn);
            TablePage child = page.child(place);
            if (child == null) {
                return page.leaf(place) == Entry.NONE ? null : (Integer) page.level;
            }
            page = child;
        }
    }
}
