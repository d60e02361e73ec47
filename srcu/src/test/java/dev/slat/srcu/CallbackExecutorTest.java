package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Callbacks on executors of the caller's choice. */
@Timeout(60)
class CallbackExecutorTest {
    private final ExecutorService many = Executors.newFixedThreadPool(4);
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void shutDown() {
        many.shutdownNow();
        other.shutdownNow();
    }

    @Test
    void runInOrderWhateverThreadsTheExecutorHas() {
        Srcu srcu = Srcu.create("order");
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int number = i;
            expected.add(i);
            srcu.call(() -> order.add(number), many);
            if (i % 100 == 0) {
                srcu.call(() -> {}, other); // in between
            }
        }
        srcu.awaitCallbacks();
        assertThat(order).isEqualTo(expected);
        srcu.close();
    }

    @Test
    void aBlockedExecutorHoldsNoOther() throws InterruptedException {
        Srcu srcu = Srcu.create("blocked");
        CountDownLatch blocked = new CountDownLatch(1);
        srcu.call(() -> awaitQuietly(blocked), other);
        CountDownLatch ran = new CountDownLatch(2);
        srcu.call(ran::countDown, many);
        srcu.call(ran::countDown);
        ran.await();
        assertThat(srcu.awaitCallbacks(Duration.ofMillis(50))).isFalse();
        blocked.countDown();
        srcu.awaitCallbacks();
        srcu.close();
    }

    @Test
    void aRefusedCallbackRunsOnTheDomain() {
        Srcu srcu = Srcu.create("refused");
        many.shutdown();
        srcu.call(() -> order.add(1), many);
        srcu.call(() -> order.add(2), many);
        srcu.awaitCallbacks();
        assertThat(order).containsExactly(1, 2);
        srcu.close();
    }

    @Test
    void anExecutorThatRefusesAndCannotBePrintedLosesNothing() {
        Srcu srcu = Srcu.create("unprintable");
        Executor refusing =
                new Executor() {
                    @Override
                    public void execute(Runnable task) {
                        throw new RejectedExecutionException("expected by the test");
                    }

                    @Override
                    public String toString() {
                        throw new IllegalStateException("expected by the test");
                    }
                };
        srcu.call(() -> order.add(1), refusing);
        srcu.call(() -> order.add(2));
        srcu.awaitCallbacks();
        assertThat(order).containsExactlyInAnyOrder(1, 2);
        srcu.close();
    }

    @Test
    void anExecutorThatBeginsAndThenThrowsStillRunsThemOneAfterAnother()
            throws InterruptedException {
        Srcu srcu = Srcu.create("half-hearted");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Executor halfHearted =
                task -> {
                    Thread.ofPlatform().daemon().start(task);
                    awaitQuietly(begun);
                    throw new RejectedExecutionException("expected by the test");
                };
        Reader reader = srcu.register();
        reader.online(); // so that both are in one batch
        srcu.call(
                () -> {
                    begun.countDown();
                    awaitQuietly(finish);
                    order.add(1);
                },
                halfHearted);
        srcu.call(() -> order.add(2), halfHearted);
        reader.offline();
        assertThat(srcu.awaitCallbacks(Duration.ofMillis(50))).isFalse();
        assertThat(order).isEmpty();
        finish.countDown();
        srcu.awaitCallbacks();
        assertThat(order).containsExactly(1, 2);
    }

    @Test
    void aCallThatWaitedForRoomIsAwaitedLikeAnyOther() throws InterruptedException {
        Srcu srcu = Srcu.builder("full").callbackLimit(1, Duration.ofSeconds(50)).build();
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        srcu.call(() -> awaitQuietly(release)); // full
        Background first =
                Background.start(
                        () ->
                                srcu.call(
                                        () -> {
                                            awaitQuietly(hold);
                                            ran.incrementAndGet();
                                        },
                                        many));
        first.assertWaits();
        Background second = Background.start(() -> srcu.call(ran::incrementAndGet, other));
        second.assertWaits();
        release.countDown();
        first.assertEnds();
        // With the first still to run, the domain cannot say that all have run.
        Background all = Background.start(srcu::awaitCallbacks);
        all.assertWaits();
        hold.countDown();
        all.assertEnds();
        second.assertEnds();
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(2);
        srcu.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
