package dev.slat.torture.memory;

import dev.slat.torture.run.Check;

import java.lang.foreign.MemorySegment;

/**
 * A copy of a slot that is kept up to date by its dirty log alone, as a migration does. A page that
 * differs from its copy and is not in the log was written unseen: it would be lost.
 *
 * <p>The order: pages are looked at, the log is taken, its pages are copied. A hart's mark comes
 * before its store, so it is in the log by then. A device's mark comes after its bytes, within one
 * read section: before a page counts as lost, a grace period passes and the log is taken again.
 *
 * <p>Threads: the slot's owner.
 */
final class DirtyShadow {
    private static final int BITS = Long.SIZE;

    private final World world;
    private final int id;
    private final Life life;
    private final MemorySegment copies = pages();
    private final MemorySegment looks = pages();

    DirtyShadow(World world, int id, Life life) {
        this.world = world;
        this.id = id;
        this.life = life;
    }

    private static MemorySegment pages() {
        return MemorySegment.ofArray(new long[(int) (Layout.PAGES * Layout.PAGE / Long.BYTES)]);
    }

    private static MemorySegment page(MemorySegment pages, int page) {
        return pages.asSlice(page * Layout.PAGE, Layout.PAGE);
    }

    /** The log has just begun. */
    void begin(long gpa) {
        for (int page = 0; page < Layout.PAGES; page++) {
            refresh(gpa, page);
        }
    }

    /** A page changed in a way that no log tells. */
    void refresh(long gpa, int page) {
        read(gpa, page, copies);
    }

    private void read(long gpa, int page, MemorySegment to) {
        world.dma.read(gpa + page * Layout.PAGE, page(to, page));
    }

    /** Takes the log and brings the copy up to date. */
    void round(long gpa) {
        for (int page = 0; page < Layout.PAGES; page++) {
            read(gpa, page, looks);
        }
        long log = take(gpa);
        long suspects = 0;
        for (int page = 0; page < Layout.PAGES; page++) {
            if ((log >>> page & 1) == 0 && page(looks, page).mismatch(page(copies, page)) >= 0) {
                suspects |= 1L << page;
            }
        }
        world.pagesChecked.add(Layout.PAGES);
        if (suspects == 0) {
            world.findings.passed(Check.DIRTY);
            return;
        }
        world.gracePeriod();
        long lost = suspects & ~take(gpa);
        world.findings.require(
                lost == 0,
                Check.DIRTY,
                "pages 0x%x of slot %d, life %d, were written and are not in its log"
                        .formatted(lost, id, life.number),
                Long.bitCount(lost));
    }

    /** The first word of the log, whose pages are then copied. */
    private long take(long gpa) {
        world.updates.increment();
        long[] bits = world.memory.dirtyLog(id);
        if (world.clearsByHand) {
            world.memory.clearDirtyLog(id, 0, life.pages, bits);
        }
        for (int page = 0; page < Math.min(BITS, Layout.PAGES); page++) {
            if ((bits[0] >>> page & 1) != 0) {
                refresh(gpa, page);
            }
        }
        return bits[0];
    }
}
