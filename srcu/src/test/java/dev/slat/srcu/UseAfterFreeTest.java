package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Readers follow a pointer that an updater keeps replacing; what was replaced is poisoned after a
 * grace period. A reader that sees poison has used freed memory. Without a grace period the same
 * run must find some, or the test could not fail.
 */
@Timeout(120)
class UseAfterFreeTest {
    private static final int UPDATES = 20_000;

    /** Bound for the broken run, which ends at the first use after free. */
    private static final int BROKEN_UPDATES = 500_000_000;

    /** Leaves the reader's cell waiting in the store buffer: these stores miss the caches. */
    private static final int MISSES = 1 << 21;

    private static final class Block {
        volatile int alive = 1;
    }

    private volatile Block current = new Block();
    private volatile boolean stop;
    private final AtomicLong used = new AtomicLong();
    private final CountDownLatch started = new CountDownLatch(2);

    @Test
    void registeredReadersNeverSeeFreedMemory() throws InterruptedException {
        Srcu srcu = Srcu.create("registered");
        assertThat(run(srcu, true, UPDATES, srcu::synchronize)).isZero();
        srcu.close();
    }

    @Test
    void anonymousReadersNeverSeeFreedMemory() throws InterruptedException {
        Srcu srcu = Srcu.create("anonymous");
        assertThat(run(srcu, false, UPDATES, srcu::synchronize)).isZero();
        srcu.close();
    }

    @Test
    void withoutGracePeriodReadersDoSeeFreedMemory() throws InterruptedException {
        Srcu srcu = Srcu.create("broken");
        assertThat(run(srcu, true, BROKEN_UPDATES, () -> {})).isPositive();
        srcu.close();
    }

    private long run(Srcu srcu, boolean registered, int updates, Runnable gracePeriod)
            throws InterruptedException {
        Thread[] threads = new Thread[2];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        if (registered) {
                                            readRegistered(srcu);
                                        } else {
                                            readAnonymous(srcu);
                                        }
                                    });
        }
        started.await();
        for (int i = 0; i < updates && used.get() == 0; i++) {
            Block old = current;
            current = new Block();
            gracePeriod.run();
            old.alive = 0;
        }
        stop = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return used.get();
    }

    private void readRegistered(Srcu srcu) {
        byte[] misses = new byte[MISSES];
        int at = 0;
        started.countDown();
        try (Reader reader = srcu.register()) {
            while (!stop) {
                at = (at + 40_503) & (MISSES - 1);
                misses[at]++;
                misses[(at + 4096 * 7) & (MISSES - 1)]++;
                try (var _ = reader.enter()) {
                    look();
                }
            }
        }
    }

    private void readAnonymous(Srcu srcu) {
        started.countDown();
        while (!stop) {
            try (var _ = srcu.enter()) {
                look();
            }
        }
    }

    private void look() {
        Block block = current;
        for (int i = 0; i < 20; i++) {
            if (block.alive == 0) {
                used.incrementAndGet();
            }
        }
    }
}
