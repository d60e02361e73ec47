package dev.slat.torture;

import dev.slat.srcu.Handover;
import dev.slat.srcu.Srcu;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sections that begin on one thread and end on another. Several are under way at once, and they end
 * in any order.
 */
final class HandoverReader implements ReaderKind {
    private record Baton(Handover section, Element element) {}

    private final BlockingQueue<Baton> underWay = new ArrayBlockingQueue<>(8);
    private final Srcu srcu;
    private final Visitor visitor;
    private volatile boolean over;

    HandoverReader(Srcu srcu, Visitor visitor) {
        this.srcu = srcu;
        this.visitor = visitor;
    }

    @Override
    public void read() throws InterruptedException {
        Handover section = srcu.down();
        underWay.put(new Baton(section, visitor.arrive(visitor.pool().link.dereference(section))));
    }

    @Override
    public void close() {
        over = true;
        visitor.end();
    }

    /** The other thread's part, until all is over. */
    void finish(Visitor last) throws InterruptedException {
        @Nullable Baton kept = null;
        while (!over || !underWay.isEmpty()) {
            Baton next = underWay.poll(1, TimeUnit.MILLISECONDS);
            last.stay();
            if (next != null && kept == null && last.dice.nextBoolean()) {
                kept = next; // a later one ends before it
                continue;
            }
            up(next, last);
            up(kept, last);
            kept = null;
        }
        up(kept, last);
        last.end();
    }

    private static void up(@Nullable Baton baton, Visitor last) {
        if (baton != null) {
            last.leave(baton.element);
            baton.section.up();
        }
    }
}
