package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Which readers a grace period waits for, and which callers share it. */
@Timeout(60)
class GracePeriodTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Srcu srcu = Srcu.create("grace periods");
    private final Reader one = srcu.register("one");
    private final Reader two = srcu.register("two");

    @Test
    void callersThatWaitTogetherShare() throws InterruptedException {
        one.enter();
        Background first = Background.start(srcu::synchronize);
        Background.until(() -> srcu.epoch().now() == 2); // it has begun
        CountDownLatch asking = new CountDownLatch(30);
        List<Background> callers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            callers.add(
                    Background.start(
                            () -> {
                                Cookie cookie = srcu.cookie();
                                asking.countDown();
                                srcu.synchronize(cookie);
                            }));
        }
        asking.await();
        one.exit();
        first.assertEnds();
        for (Background caller : callers) {
            caller.assertEnds();
        }
        assertThat(srcu.statistics().gracePeriods()).isEqualTo(2);
    }

    @Test
    void aReaderThatCameLaterIsNotWaitedFor() throws InterruptedException {
        one.enter();
        Background updater = Background.start(srcu::synchronize);
        Background.until(() -> srcu.epoch().now() == 2);
        two.enter();
        one.exit();
        updater.assertEnds();
        two.exit();
    }

    @Test
    void aCallerWhoseGracePeriodIsOverDoesNotWaitForAnothersTurn() throws InterruptedException {
        one.enter();
        Background first = Background.start(srcu::synchronize);
        Background.until(() -> srcu.epoch().now() == 2);
        Cookie second = srcu.cookie(); // over after the second
        two.enter();
        one.exit();
        first.assertEnds();
        Background runs = Background.start(() -> srcu.synchronize(second));
        Background.until(() -> srcu.epoch().now() == 3); // held by two
        one.enter(); // holds the third
        Background third = Background.start(srcu::synchronize);
        Background.until(() -> third.thread().getState() != Thread.State.RUNNABLE);
        Background late = Background.start(() -> srcu.synchronize(second));
        Background.until(() -> late.thread().getState() != Thread.State.RUNNABLE);
        two.exit();
        runs.assertEnds();
        late.assertEnds(); // though the third is held
        third.assertWaits();
        one.exit();
        third.assertEnds();
    }

    @Test
    void timedWaitThatFailsLeavesTheDomainUsable() throws InterruptedException {
        one.enter();
        assertThat(srcu.synchronize(Duration.ZERO)).isFalse();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        assertThat(srcu.synchronize(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        one.exit();
        assertThat(srcu.synchronize(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    }

    @Test
    void timedWaitsSucceedThoughNewReadersKeepComing() throws InterruptedException {
        one.enter();
        Cookie cookie = srcu.cookie();
        assertThat(srcu.synchronize(cookie, SHORT)).isFalse();
        two.enter(); // after the grace period began
        assertThat(srcu.synchronize(cookie, SHORT)).isFalse();
        one.exit();
        assertThat(srcu.synchronize(cookie, SHORT)).isTrue();
        two.exit();
    }

    @Test
    void timedWaitsSucceedThoughNewAnonymousReadersKeepComing() throws InterruptedException {
        Handover early = srcu.down();
        Cookie cookie = srcu.cookie();
        for (int i = 0; i < 3; i++) {
            assertThat(srcu.synchronize(cookie, SHORT)).isFalse();
        }
        Handover late = srcu.down();
        early.up();
        assertThat(srcu.synchronize(cookie, SHORT)).isTrue(); // it came after the flip
        late.up();
    }

    @Test
    void oneThatWasGivenUpCountsForNobodyWhoCameDuringIt() throws InterruptedException {
        one.enter();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        two.enter(); // may hold what was unlinked after the barrier of the one that was given up
        one.exit();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        two.exit();
        assertThat(srcu.synchronize(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void anotherCallerTakesOverFromOneThatGivesUp() throws InterruptedException {
        one.enter();
        Background interrupted = Background.start(srcu::synchronizeInterruptibly);
        Background.until(() -> srcu.epoch().now() == 2);
        Background waits = Background.start(srcu::synchronize);
        waits.assertWaits();
        interrupted.thread().interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        waits.assertWaits();
        one.exit();
        waits.assertEnds();
    }

    @Test
    void aCallerThatIsInterruptedBehindAnotherGivesUpAlone() throws InterruptedException {
        one.enter();
        Background runs = Background.start(srcu::synchronize);
        Background.until(() -> srcu.epoch().now() == 2);
        Background behind = Background.start(srcu::synchronizeInterruptibly);
        behind.assertWaits();
        behind.thread().interrupt();
        assertThat(behind.failure()).isInstanceOf(InterruptedException.class);
        assertThat(srcu.synchronize(SHORT)).isFalse();
        runs.assertWaits();
        one.exit();
        runs.assertEnds();
    }

    @Test
    void interruptedBeforehandThrowsAtOnce() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(srcu::synchronizeInterruptibly).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(srcu.statistics().gracePeriods()).isZero();
    }

    @Test
    void uninterruptibleWaitsKeepTheInterrupt() throws InterruptedException {
        one.enter();
        Background runs = Background.start(() -> assertKeepsInterrupt(srcu::synchronize));
        Background.until(() -> srcu.epoch().now() == 2);
        Background behind = Background.start(() -> assertKeepsInterrupt(srcu::synchronize));
        runs.thread().interrupt();
        behind.thread().interrupt();
        runs.assertWaits();
        behind.assertWaits();
        one.exit();
        runs.assertEnds();
        behind.assertEnds();
    }

    private static void assertKeepsInterrupt(Runnable call) {
        call.run();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void expeditedWaitsForReadersAsWell() throws InterruptedException {
        one.enter();
        Background normal = Background.start(srcu::synchronize);
        Background expedited = Background.start(srcu::synchronizeExpedited);
        expedited.assertWaits();
        one.exit();
        normal.assertEnds();
        expedited.assertEnds();
    }

    @Test
    void virtualThreadsMayWait() throws InterruptedException {
        one.enter();
        Background updater = Background.startVirtual(srcu::synchronize);
        updater.assertWaits();
        one.exit();
        updater.assertEnds();
    }
}
