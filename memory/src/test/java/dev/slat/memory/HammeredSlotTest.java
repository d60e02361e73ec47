package dev.slat.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Model harts, each a thread with a one-entry TLB, store into a slot without end while the slot is
 * created, logged, moved and deleted. The moment a deletion returns, the memory behind the slot is
 * filled with a pattern; a store that still arrives there is a stale access.
 */
@Timeout(120)
class HammeredSlotTest {
    private static final long GPA = 0x1_0000_0000L;
    private static final long MOVED = 0x2_0000_0000L;
    private static final int PAGES = 16;
    private static final int ROUNDS = 2_000;
    private static final long PATTERN = 0x5a5a_5a5a_5a5a_5a5aL;

    private final GuestMemory memory = GuestMemory.create();
    private final AtomicLong stores = new AtomicLong();
    private volatile boolean stop;

    /** The hart's half of the contract in {@link GuestView}. {@code deaf}: it ignores flushes. */
    private final class ModelHart implements Runnable {
        private final boolean deaf;
        private long tlbGpa = -1;
        private long tlbHva;

        ModelHart(boolean deaf) {
            this.deaf = deaf;
        }

        @Override
        public void run() {
            long count = 0;
            try (GuestView view = memory.attach()) {
                view.enterGuest();
                while (!stop) {
                    if (view.pending() && (view.takeRequests() & GuestView.FLUSH) != 0 && !deaf) {
                        tlbGpa = -1;
                    }
                    long gpa = (count / 64 % 2 == 0 ? GPA : MOVED) + count / 8 % PAGES * 4096;
                    if (tlbGpa == gpa || fill(view, gpa)) {
                        Window.putLong(tlbHva, count);
                        stores.incrementAndGet();
                    }
                    count++;
                }
                view.exitGuest();
            }
        }

        private boolean fill(GuestView view, long gpa) {
            view.enter();
            try {
                long hva = view.translate(gpa, true);
                if (hva >= 0) {
                    tlbGpa = gpa;
                    tlbHva = hva;
                }
                return hva >= 0;
            } finally {
                view.exit();
            }
        }
    }

    private long staleStores(boolean deaf) throws InterruptedException {
        Thread[] harts = {
            Thread.ofPlatform().start(new ModelHart(deaf)),
            Thread.ofPlatform().start(new ModelHart(deaf))
        };
        long stale = 0;
        try (HostMapping mapping = HostMapping.anonymous(PAGES * 4096)) {
            Region region = Region.slot(3).at(GPA).backedBy(mapping);
            for (int round = 0; round < ROUNDS; round++) {
                memory.setRegion(region);
                long seen = stores.get();
                while (stores.get() == seen && round % 4 == 0) {
                    Thread.onSpinWait();
                }
                memory.setRegion(region.logDirty());
                assertThat(memory.dirtyLog(3)).hasSize(1);
                memory.setRegion(region.at(MOVED));
                memory.deleteRegion(3);
                stale += touchedAfterDelete(mapping);
            }
        }
        stop = true;
        for (Thread hart : harts) {
            hart.join();
        }
        memory.close();
        return stale;
    }

    private static long touchedAfterDelete(HostMapping mapping) {
        for (int page = 0; page < PAGES; page++) {
            Window.putLong(mapping.hva() + page * 4096L, PATTERN);
        }
        for (int i = 0; i < 200; i++) {
            Thread.onSpinWait();
        }
        long touched = 0;
        for (int page = 0; page < PAGES; page++) {
            if (Window.getLongVolatile(mapping.hva() + page * 4096L) != PATTERN) {
                touched++;
            }
        }
        return touched;
    }

    @Test
    void noStoreArrivesAfterADeletionReturned() throws InterruptedException {
        assertThat(staleStores(false)).isZero();
        assertThat(stores).hasPositiveValue();
    }

    @Test
    void aHartThatIgnoresFlushesIsCaught() throws InterruptedException {
        assertThat(staleStores(true)).isPositive();
    }
}
