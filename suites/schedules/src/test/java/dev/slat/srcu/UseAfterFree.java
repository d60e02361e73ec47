package dev.slat.srcu;

import dev.slat.srcu.internal.Fault;
import dev.slat.srcu.internal.FaultyDomain;

/** Readers use what a link leads to; an updater replaces it, waits, and frees what was there. */
abstract class UseAfterFree extends Scenario {
    static final String FOUND = "use after free";

    /** What a link leads to. */
    static final class Item {
        volatile boolean freed;
    }

    final Srcu domain;
    volatile Item link = new Item();

    UseAfterFree(Fault fault) {
        domain = FaultyDomain.create(Srcu.builder("explored"), fault);
    }

    /** Somebody has loaded the link. */
    private volatile boolean loaded;

    /** To be called in a section. Looks more than once, so that more schedules catch a fault. */
    final void use() {
        Item item = link;
        loaded = true;
        for (int i = 0; i < 10; i++) {
            check(!item.freed, FOUND);
        }
    }

    /** Leaves schedules out that show nothing: until then there is nothing to free too early. */
    final void awaitUse() {
        while (!loaded) {
            Thread.onSpinWait();
        }
    }

    final Item unlink() {
        Item old = link;
        link = new Item();
        return old;
    }

    final void replaceAndFree() {
        Item old = unlink();
        domain.synchronize();
        old.freed = true;
    }
}
