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

    /** The grace period with this number has noted its readers, and sleeps until they leave. */
    private boolean isHeld(int number) {
        return srcu.gracePeriods().sequence() == 2 * number - 1
                && srcu.gracePeriods().patience().isAsleep();
    }

    @Test
    void callersThatWaitTogetherShare() throws InterruptedException {
        one.online();
        Background first = Background.start(srcu::synchronize);
        Background.until(() -> isHeld(1)); // it has begun
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
        one.offline();
        first.assertEnds();
        for (Background caller : callers) {
            caller.assertEnds();
        }
        assertThat(srcu.statistics().gracePeriods()).isEqualTo(2);
    }

    @Test
    void aReaderThatCameLaterIsNotWaitedFor() throws InterruptedException {
        one.online();
        Background updater = Background.start(srcu::synchronize);
        Background.until(() -> isHeld(1));
        two.online();
        one.offline();
        updater.assertEnds();
        two.offline();
    }

    @Test
    void aCallerWhoseGracePeriodIsOverDoesNotWaitForAnothersTurn() throws InterruptedException {
        one.online();
        Background first = Background.start(srcu::synchronize);
        Background.until(() -> isHeld(1));
        Cookie second = srcu.cookie(); // over after the second
        two.online();
        one.offline();
        first.assertEnds();
        Background runs = Background.start(() -> srcu.synchronize(second));
        Background.until(() -> isHeld(2)); // held by two
        one.online(); // holds the third
        Background third = Background.start(srcu::synchronize);
        Background.until(() -> third.thread().getState() != Thread.State.RUNNABLE);
        Background late = Background.start(() -> srcu.synchronize(second));
        Background.until(() -> late.thread().getState() != Thread.State.RUNNABLE);
        two.offline();
        runs.assertEnds();
        late.assertEnds(); // though the third is held
        third.assertWaits();
        one.offline();
        third.assertEnds();
    }

    @Test
    void timedWaitThatFailsLeavesTheDomainUsable() throws InterruptedException {
        one.online();
        assertThat(srcu.synchronize(Duration.ZERO)).isFalse();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        assertThat(srcu.synchronize(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        one.offline();
        assertThat(srcu.synchronize(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    }

    @Test
    void timedWaitsSucceedThoughNewReadersKeepComing() throws InterruptedException {
        one.online();
        Cookie cookie = srcu.cookie();
        assertThat(srcu.synchronize(cookie, SHORT)).isFalse();
        two.online(); // after the grace period began
        assertThat(srcu.synchronize(cookie, SHORT)).isFalse();
        one.offline();
        assertThat(srcu.synchronize(cookie, SHORT)).isTrue();
        two.offline();
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
        one.online();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        two.online(); // may hold what was unlinked after the barrier of the one that was given up
        one.offline();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        two.offline();
        assertThat(srcu.synchronize(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void anotherCallerTakesOverFromOneThatGivesUp() throws InterruptedException {
        one.online();
        Background interrupted = Background.start(srcu::synchronizeInterruptibly);
        Background.until(() -> isHeld(1));
        Background waits = Background.start(srcu::synchronize);
        waits.assertWaits();
        interrupted.thread().interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        waits.assertWaits();
        one.offline();
        waits.assertEnds();
    }

    @Test
    void aCallerThatIsInterruptedBehindAnotherGivesUpAlone() throws InterruptedException {
        one.online();
        Background runs = Background.start(srcu::synchronize);
        Background.until(() -> isHeld(1));
        Background behind = Background.start(srcu::synchronizeInterruptibly);
        behind.assertWaits();
        behind.thread().interrupt();
        assertThat(behind.failure()).isInstanceOf(InterruptedException.class);
        assertThat(srcu.synchronize(SHORT)).isFalse();
        runs.assertWaits();
        one.offline();
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
        one.online();
        Background runs = Background.start(() -> assertKeepsInterrupt(srcu::synchronize));
        Background.until(() -> isHeld(1));
        Background behind = Background.start(() -> assertKeepsInterrupt(srcu::synchronize));
        runs.thread().interrupt();
        behind.thread().interrupt();
        runs.assertWaits();
        behind.assertWaits();
        one.offline();
        runs.assertEnds();
        behind.assertEnds();
    }

    private static void assertKeepsInterrupt(Runnable call) {
        call.run();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void expeditedWaitsForReadersAsWell() throws InterruptedException {
        one.online();
        Background normal = Background.start(srcu::synchronize);
        Background expedited = Background.start(srcu::synchronizeExpedited);
        expedited.assertWaits();
        one.offline();
        normal.assertEnds();
        expedited.assertEnds();
    }

    @Test
    void virtualThreadsMayWait() throws InterruptedException {
        one.online();
        Background updater = Background.startVirtual(srcu::synchronize);
        updater.assertWaits();
        one.offline();
        updater.assertEnds();
    }
}
