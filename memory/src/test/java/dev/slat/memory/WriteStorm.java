package dev.slat.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two harts with one-entry TLBs and a device write into a logged slot without end, while rounds of
 * a migration copy what the log names into a shadow. When all have stopped, a last round must make
 * the shadow equal: a page that differs then was written and never named.
 */
final class WriteStorm {
    private static final long PAGE = 4096;
    private static final int PAGES = 96;
    private static final int WORDS = (PAGES + 63) / 64;
    private static final Region REGION = Region.slot(1);

    private final GuestMemory memory;
    private final HostMapping mapping = HostMapping.anonymous(PAGES * PAGE);
    private final HostMapping shadow = HostMapping.anonymous(PAGES * PAGE);
    private final AtomicLong writes = new AtomicLong();
    private volatile boolean stop;

    private final boolean validated;

    /**
     * A storm in a guest without slots, which it closes at its end.
     *
     * @param validated the validator looks after each round, too
     */
    WriteStorm(GuestMemory memory, boolean validated) {
        this.memory = memory;
        this.validated = validated;
        memory.setRegion(REGION.backedBy(mapping).logDirty());
    }

    /** The pages lost in all; ends early when there are any. */
    long run(int rounds, boolean manual) throws InterruptedException {
        memory.manualDirtyLog(manual ? 1 : 0);
        long lost = 0;
        for (int round = 0; round < rounds && lost == 0; round++) {
            stop = false;
            Thread[] writers = {
                Thread.ofPlatform().start(() -> hart(1)),
                Thread.ofPlatform().start(() -> hart(2)),
                Thread.ofPlatform().start(this::device)
            };
            long begun = writes.get();
            for (int i = 0; i < 10 || writes.get() < begun + 100; i++) {
                copyDirty(manual);
            }
            stop = true;
            for (Thread writer : writers) {
                writer.join();
            }
            if (validated) {
                memory.validate();
            }
            copyDirty(manual);
            for (long page = 0; page < PAGES; page++) {
                if (word(mapping, page) != word(shadow, page)) {
                    lost++;
                }
            }
        }
        memory.close();
        mapping.close();
        shadow.close();
        return lost;
    }

    private static long word(HostMapping of, long page) {
        return Window.getLongVolatile(of.hva() + page * PAGE);
    }

    private void copyDirty(boolean manual) {
        long[] dirty = memory.dirtyLog(1);
        if (manual) {
            memory.clearDirtyLog(1, 0, PAGES, dirty);
        }
        for (int word = 0; word < WORDS; word++) {
            for (long left = dirty[word]; left != 0; left &= left - 1) {
                long page = word * 64L + Long.numberOfTrailingZeros(left);
                Window.putLong(shadow.hva() + page * PAGE, word(mapping, page));
            }
        }
    }

    private void hart(long step) {
        try (GuestView view = memory.attach()) {
            view.enterGuest();
            long tlbPage = -1;
            long tlbHva = 0;
            for (long n = 0; !stop; n++) {
                if (view.pending() && (view.takeRequests() & GuestView.FLUSH) != 0) {
                    tlbPage = -1;
                }
                long page = n / 16 * step % PAGES;
                if (page != tlbPage) {
                    view.enter();
                    long hva = view.translate(page * PAGE, true);
                    view.exit();
                    if (hva < 0) {
                        continue;
                    }
                    tlbPage = page;
                    tlbHva = hva;
                }
                Window.getAndAddLong(tlbHva, 1);
                writes.incrementAndGet();
            }
            view.exitGuest();
        }
    }

    private void device() {
        for (long n = 1; !stop; n++) {
            memory.write(n % PAGES * PAGE, MemorySegment.ofArray(new long[] {n << 32}));
        }
    }
}
