package dev.slat.memory.stage2;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Where pages of the stage-2 tree come from and go to. A page that was taken out of the tree is
 * used again only after a grace period: readers walk without a lock, and one that still stands in
 * the page would take its next life's translations for those of another frame.
 *
 * <p>Threads: any.
 */
final class TablePool {
    /** Pages kept: 8 MiB at most, enough to map 4 GiB by small leaves. */
    private static final int MOST = 2048;

    private final Consumer<Runnable> afterGracePeriod;

    /** Of level 0, as nearly all are; others are left to the collector. Guarded by itself. */
    private final Deque<TablePage> leafTables = new ArrayDeque<>();

    TablePool(Consumer<Runnable> afterGracePeriod) {
        this.afterGracePeriod = afterGracePeriod;
    }

    TablePage take(int level) {
        if (level == 0) {
            synchronized (leafTables) {
                TablePage page = leafTables.poll();
                if (page != null) {
                    return page;
                }
            }
        }
        return new TablePage(level);
    }

    /** Gives pages back that nobody ever reached. */
    void giveUnused(TablePage page) {
        if (page.level == 0) {
            page.clear();
            synchronized (leafTables) {
                if (leafTables.size() < MOST) {
                    leafTables.push(page);
                }
            }
        }
    }

    /** Gives a page back that was in the tree, with all below it. */
    void retire(Iterable<TablePage> pages) {
        afterGracePeriod.accept(() -> pages.forEach(this::giveTree));
    }

    private void giveTree(TablePage page) {
        for (int place = 0; page.level > 0 && place < TablePage.PLACES; place++) {
            TablePage child = page.child(place);
            if (child != null) {
                giveTree(child);
            }
        }
        giveUnused(page);
    }
}
