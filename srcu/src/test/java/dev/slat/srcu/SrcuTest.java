package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(60)
class SrcuTest {
    private final Srcu srcu = Srcu.create("test");

    /** Runs {@link Srcu#synchronize} on a thread of its own. */
    private final class Updater {
        private final AtomicBoolean done = new AtomicBoolean();
        private final Thread thread =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    srcu.synchronize();
                                    done.set(true);
                                });

        void assertWaits() throws InterruptedException {
            // Parked or spinning, it must not end while the reader is inside.
            assertThat(thread.join(java.time.Duration.ofMillis(50))).isFalse();
            assertThat(done).isFalse();
        }

        void assertEnds() throws InterruptedException {
            thread.join();
            assertThat(done).isTrue();
        }
    }

    @Test
    void idleDomainHasGracePeriodsAtOnce() {
        for (int i = 0; i < 1000; i++) {
            srcu.synchronize();
        }
        srcu.close();
    }

    @Test
    void synchronizeWaitsForRegisteredReader() throws InterruptedException {
        try (Reader reader = srcu.register()) {
            Section section = reader.enter();
            Updater updater = new Updater();
            updater.assertWaits();
            section.close();
            updater.assertEnds();
        }
    }

    @Test
    void synchronizeWaitsForOutermostOfNestedSections() throws InterruptedException {
        try (Reader reader = srcu.register()) {
            Section outer = reader.enter();
            Section inner = reader.enter();
            Updater updater = new Updater();
            inner.close();
            updater.assertWaits();
            outer.close();
            updater.assertEnds();
        }
    }

    @Test
    void synchronizeWaitsForAnonymousReaderThatExitsOnAnotherThread() throws InterruptedException {
        Handover handover = srcu.down();
        Updater updater = new Updater();
        updater.assertWaits();
        Thread.ofVirtual().start(handover::up).join();
        updater.assertEnds();
    }

    @Test
    void synchronizeDoesNotWaitForReaderThatCameLater() throws InterruptedException {
        try (Reader early = srcu.register();
                Reader late = srcu.register()) {
            Section first = early.enter();
            Updater updater = new Updater();
            updater.assertWaits();
            Section second = late.enter();
            first.close();
            updater.assertEnds();
            second.close();
        }
    }

    @Test
    void anonymousReadersThatComeWithoutEndDoNotStarveTheUpdater() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(2);
        Runnable overlapping =
                () -> {
                    Section section = srcu.enter();
                    started.countDown();
                    while (!stop.get()) {
                        Section next = srcu.enter();
                        section.close();
                        section = next;
                    }
                    section.close();
                };
        Thread one = Thread.ofPlatform().start(overlapping);
        Thread two = Thread.ofPlatform().start(overlapping);
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 100; i++) {
            srcu.synchronize();
        }
        stop.set(true);
        one.join();
        two.join();
        srcu.close();
    }

    @Test
    void interruptIsKeptForTheCaller() throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Reader reader = srcu.register()) {
            Section section = reader.enter();
            Thread updater =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        srcu.synchronize();
                                        interrupted.set(Thread.currentThread().isInterrupted());
                                    });
            updater.interrupt();
            assertThat(updater.join(java.time.Duration.ofMillis(50))).isFalse();
            section.close();
            updater.join();
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    void misuseIsReportedAndChangesNothing() {
        Reader reader = srcu.register();
        assertThatThrownBy(srcu::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 open readers");
        Section entered = reader.enter();
        assertThatThrownBy(reader::close).isInstanceOf(SrcuException.Misuse.class);
        entered.close();
        reader.close();
        Section section = srcu.enter();
        assertThatThrownBy(srcu::close)
                .isInstanceOf(SrcuException.InUse.class)
                .hasMessageContaining("1 open read sections");
        section.close();
        assertThatThrownBy(section::close).isInstanceOf(SrcuException.Misuse.class);
        srcu.close();
    }

    @Test
    void barrierIsMembarrierWhereLinuxOffersItAndNothingForcesAnother() {
        if (System.getProperty("dev.slat.srcu.barrier") != null) {
            assertThat(Srcu.barrier().name().toLowerCase(java.util.Locale.ROOT))
                    .isEqualTo(System.getProperty("dev.slat.srcu.barrier"));
        } else if (Barrier.MEMBARRIER.isUsable()) {
            assertThat(Srcu.barrier()).isEqualTo(Barrier.MEMBARRIER);
        } else {
            assertThat(Srcu.barrier()).isEqualTo(Barrier.FENCES);
        }
    }
}
