package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** What a call does when too many callbacks wait. */
@Timeout(60)
class CallbackLimitTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final AtomicInteger ran = new AtomicInteger();

    private static Srcu domain(int limit, Duration patience) {
        return Srcu.builder("limit").callbackLimit(limit, patience).build();
    }

    @Test
    void waitsForRoom() throws InterruptedException {
        Srcu srcu = domain(2, LONG);
        Reader reader = srcu.register();
        reader.online();
        srcu.call(ran::incrementAndGet);
        srcu.call(ran::incrementAndGet);
        Background third = Background.start(() -> srcu.call(ran::incrementAndGet));
        third.assertWaits();
        reader.offline();
        third.assertEnds();
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(3);
    }

    @Test
    void isRefusedWhenPatienceEndsAndQueuesNothing() {
        Srcu srcu = domain(1, Duration.ofMillis(20));
        Reader reader = srcu.register();
        reader.online();
        srcu.call(ran::incrementAndGet);
        assertThatThrownBy(() -> srcu.call(ran::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("1 callbacks waiting; its limit is 1");
        assertThat(srcu.statistics().callbacksQueued()).isEqualTo(1);
        reader.offline();
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(1);
    }

    @Test
    void isRefusedAtOnceInsideOnesOwnSection() {
        Srcu srcu = domain(1, Duration.ofSeconds(Long.MAX_VALUE));
        try (var _ = srcu.enter()) {
            srcu.call(ran::incrementAndGet);
            assertThatThrownBy(() -> srcu.call(ran::incrementAndGet))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasCauseInstanceOf(SrcuException.SelfDeadlock.class);
        }
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(1);
    }

    @Test
    void doesNotHoldForCallbacksThatCall() {
        Srcu srcu = domain(1, Duration.ofSeconds(Long.MAX_VALUE));
        srcu.call(
                () -> {
                    for (int i = 0; i < 10; i++) {
                        srcu.call(ran::incrementAndGet);
                    }
                });
        srcu.awaitCallbacks();
        srcu.awaitCallbacks(); // those that the first had called
        assertThat(ran).hasValue(10);
    }

    @Test
    void waitingForRoomKeepsTheInterrupt() throws InterruptedException {
        Srcu srcu = domain(1, LONG);
        Reader reader = srcu.register();
        reader.online();
        srcu.call(ran::incrementAndGet);
        Background second =
                Background.start(
                        () -> {
                            srcu.call(ran::incrementAndGet);
                            assertThat(Thread.currentThread().isInterrupted()).isTrue();
                        });
        second.assertWaits();
        second.thread().interrupt();
        second.assertWaits();
        reader.offline();
        second.assertEnds();
    }

    @Test
    void manyCallersAtTheLimitAllGetTheirTurn() throws InterruptedException {
        Srcu srcu = domain(3, LONG);
        Background[] callers = new Background[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] =
                    Background.start(
                            () -> {
                                for (int call = 0; call < 200; call++) {
                                    srcu.call(ran::incrementAndGet);
                                }
                            });
        }
        for (Background caller : callers) {
            caller.assertEnds();
        }
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(800);
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertThatThrownBy(() -> Srcu.builder("none").callbackLimit(0, LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("callback limit 0");
    }
}
