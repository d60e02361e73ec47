package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Callbacks on the domain's own thread. */
@Timeout(60)
class CallbackTest {
    private final Srcu srcu = Srcu.create("callbacks");
    private final Reader reader = srcu.register();

    @Test
    void runsAfterTheGracePeriodAndNotBefore() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        reader.online();
        srcu.call(() -> ran.set(true));
        assertThat(srcu.awaitCallbacks(Duration.ofMillis(50))).isFalse();
        assertThat(ran).isFalse();
        reader.offline();
        srcu.awaitCallbacks();
        assertThat(ran).isTrue();
    }

    @Test
    void runInTheOrderOfTheCalls() {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            expected.add(i);
            srcu.call(() -> order.add(number));
        }
        srcu.awaitCallbacks();
        assertThat(order).isEqualTo(expected);
    }

    @Test
    void noneIsLostWhenManyThreadsCall() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        List<Background> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(
                    Background.start(
                            () -> {
                                for (int call = 1; call <= 5_000; call++) {
                                    srcu.call(ran::incrementAndGet);
                                    if (call % 1_000 == 0) {
                                        srcu.awaitCallbacks();
                                    }
                                }
                            }));
        }
        for (Background caller : callers) {
            caller.assertEnds();
        }
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(20_000);
        assertThat(srcu.statistics().callbacksQueued()).isEqualTo(20_000);
        assertThat(srcu.statistics().callbacksWaiting()).isZero();
    }

    @Test
    void oneThatThrowsStopsNobody() {
        AtomicInteger ran = new AtomicInteger();
        srcu.call(
                () -> {
                    throw new IllegalArgumentException("expected by the test");
                });
        srcu.call(
                () -> {
                    throw new StackOverflowError("expected by the test");
                });
        srcu.call(ran::incrementAndGet);
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(1);
        assertThat(srcu.statistics().callbacksCompleted()).isEqualTo(3);
    }

    @Test
    void oneThatThrowsWhatCannotBePrintedStopsNobody() {
        AtomicInteger ran = new AtomicInteger();
        srcu.call(
                new Runnable() {
                    @Override
                    public void run() {
                        throw new IllegalStateException("expected by the test");
                    }

                    @Override
                    public String toString() {
                        throw new IllegalStateException("expected by the test");
                    }
                });
        srcu.call(ran::incrementAndGet);
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(1);
    }

    @Test
    void oneThatCallsAgainRunsAgain() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(100);
        srcu.call(
                new Runnable() {
                    @Override
                    public void run() {
                        left.countDown();
                        if (left.getCount() > 0) {
                            srcu.call(this);
                        }
                    }
                });
        left.await();
        srcu.awaitCallbacks();
        assertThat(srcu.statistics().callbacksCompleted()).isEqualTo(100);
    }

    @Test
    void oneMayWaitForAGracePeriod() {
        AtomicBoolean ran = new AtomicBoolean();
        srcu.call(
                () -> {
                    srcu.synchronize();
                    ran.set(true);
                });
        srcu.awaitCallbacks();
        assertThat(ran).isTrue();
    }

    @Test
    void anInterruptOfOneIsNotTheNextOnes() {
        AtomicBoolean seen = new AtomicBoolean();
        reader.online(); // so that both are in one batch
        srcu.call(() -> Thread.currentThread().interrupt());
        srcu.call(() -> seen.set(Thread.currentThread().isInterrupted()));
        reader.offline();
        srcu.awaitCallbacks();
        assertThat(seen).isFalse();
    }

    @Test
    void runOnADaemonThatTheCallerNeverIs() {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        srcu.call(() -> threads.add(Thread.currentThread()));
        srcu.awaitCallbacks();
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        assertThat(threads.getFirst().isDaemon()).isTrue();
    }

    @Test
    void anIdleDomainHasNoThreadThatWorksForIt() throws InterruptedException {
        Thread[] driver = new Thread[1];
        CountDownLatch again = new CountDownLatch(1);
        srcu.call(() -> driver[0] = Thread.currentThread());
        srcu.awaitCallbacks();
        Background.until(() -> !worksForADomain(driver[0]));
        srcu.call(again::countDown); // and it finds one again
        assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean worksForADomain(Thread thread) {
        return List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getClassName().equals(Callbacks.class.getName()));
    }

    @Test
    void closeWithCallbacksPendingIsRefusedAndChangesNothing() {
        AtomicInteger ran = new AtomicInteger();
        Handover held = srcu.down();
        reader.close();
        srcu.call(ran::incrementAndGet);
        assertThatThrownBy(srcu::close)
                .isInstanceOf(SrcuException.InUse.class)
                .hasMessageContaining("1 open read sections, 1 callbacks that have not run");
        srcu.call(ran::incrementAndGet);
        held.up();
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(2);
        srcu.close();
    }

    @Test
    void closeThatIsRefusedForAReaderLeavesCallbacksUsable() {
        AtomicInteger ran = new AtomicInteger();
        assertThatThrownBy(srcu::close).isInstanceOf(SrcuException.InUse.class);
        srcu.call(ran::incrementAndGet);
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(1);
        Cookie cookie = srcu.startGracePeriod();
        srcu.synchronize(cookie);
        reader.close();
        srcu.close();
    }

    @Test
    void closeInsideACallbackIsRefused() {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        reader.close();
        srcu.call(
                () -> {
                    try {
                        srcu.close();
                    } catch (SrcuException e) {
                        failures.add(e);
                    }
                });
        srcu.awaitCallbacks();
        assertThat(failures).hasSize(1).first().isInstanceOf(SrcuException.InUse.class);
        srcu.close();
    }
}
