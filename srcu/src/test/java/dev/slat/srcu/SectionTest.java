package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Sections of threads without a reader. */
@Timeout(60)
class SectionTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Srcu srcu = Srcu.create("sections");

    /** From a thread of its own: a thread that is inside itself gets the error instead. */
    private boolean isHeld() throws InterruptedException {
        boolean[] passed = new boolean[1];
        Background.run(() -> passed[0] = srcu.synchronize(SHORT));
        return !passed[0];
    }

    @Test
    void overlapInAnyOrder() throws InterruptedException {
        Section first = srcu.enter();
        Section second = srcu.enter();
        Section third = srcu.enter();
        second.close();
        first.close();
        assertThat(isHeld()).isTrue();
        third.close();
        assertThat(isHeld()).isFalse();
    }

    @Test
    void overlapAcrossGracePeriods() throws InterruptedException {
        Section section = srcu.enter();
        for (int i = 0; i < 5; i++) {
            Background updater = Background.start(srcu::synchronize);
            Background.until(() -> srcu.gracePeriods().patience().isAsleep());
            updater.assertWaits();
            Section next = srcu.enter();
            section.close();
            updater.assertEnds();
            section = next;
        }
        section.close();
        assertThat(isHeld()).isFalse();
    }

    @Test
    void closedTwiceIsRefusedAndCountsOnce() throws InterruptedException {
        Section first = srcu.enter();
        Section second = srcu.enter();
        first.close();
        ReaderTest.assertMisuse(first::close, "section closed twice in SRCU domain sections");
        assertThat(isHeld()).isTrue();
        second.close();
        assertThat(isHeld()).isFalse();
    }

    @Test
    void ofAPlatformThreadMayBeClosedByAnother() throws InterruptedException {
        Section section = srcu.enter();
        Section nested = srcu.enter();
        Background.run(section::close);
        assertThat(isHeld()).isTrue();
        Background.startVirtual(nested::close).assertEnds();
        assertThat(isHeld()).isFalse();
        try (var _ = srcu.enter()) {
            assertThat(isHeld()).isTrue();
        }
        assertThat(isHeld()).isFalse();
    }

    @Test
    void ofADeadThreadCanBeClosedByAnother() throws InterruptedException {
        AtomicReference<Section> left = new AtomicReference<>();
        Background dead = Background.start(() -> left.set(srcu.enter()));
        dead.assertEnds();
        assertThat(isHeld()).isTrue();
        left.get().close();
        assertThat(isHeld()).isFalse();
        srcu.close();
    }

    @Test
    void onVirtualThreadsBlockAndMigrate() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(100);
        CountDownLatch leave = new CountDownLatch(1);
        Background[] readers = new Background[100];
        for (int i = 0; i < readers.length; i++) {
            readers[i] =
                    Background.startVirtual(
                            () -> {
                                try (var _ = srcu.enter();
                                        var _ = srcu.enter()) {
                                    inside.countDown();
                                    leave.await(); // unmounts
                                }
                            });
        }
        inside.await();
        Background updater = Background.start(srcu::synchronize);
        updater.assertWaits();
        leave.countDown();
        updater.assertEnds();
        for (Background reader : readers) {
            reader.assertEnds();
        }
        srcu.close();
    }

    @Test
    void ofAVirtualThreadMayBeClosedByAnyThread() throws InterruptedException {
        AtomicReference<Section> section = new AtomicReference<>();
        Background.startVirtual(() -> section.set(srcu.enter())).assertEnds();
        assertThat(isHeld()).isTrue();
        section.get().close();
        assertThat(isHeld()).isFalse();
    }

    @Test
    void synchronizeInsideOnesOwnIsASelfDeadlock() throws InterruptedException {
        try (var _ = srcu.enter()) {
            assertThatThrownBy(srcu::synchronize).isInstanceOf(SrcuException.SelfDeadlock.class);
            assertThatThrownBy(() -> srcu.synchronize(SHORT))
                    .isInstanceOf(SrcuException.SelfDeadlock.class);
            assertThatThrownBy(srcu::synchronizeExpedited)
                    .isInstanceOf(SrcuException.SelfDeadlock.class);
            assertThatThrownBy(srcu::synchronizeInterruptibly)
                    .isInstanceOf(SrcuException.SelfDeadlock.class);
            Cookie over = Cookie.completed();
            srcu.synchronize(over); // needs no wait
        }
        srcu.synchronize();
    }

    @Test
    void ofAnotherDomainIsNoSelfDeadlock() {
        try (Srcu other = Srcu.create("other")) {
            try (var _ = other.enter()) {
                srcu.synchronize();
            }
        }
    }
}
