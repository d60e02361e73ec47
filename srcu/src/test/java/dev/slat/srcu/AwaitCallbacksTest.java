package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Waiting for callbacks, the kernel's srcu_barrier. */
@Timeout(60)
class AwaitCallbacksTest {
    private final Srcu srcu = Srcu.create("await");
    private final Reader reader = srcu.register();
    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void returnsAtOnceWhenNoneWaitsThoughAReaderIsInside() {
        reader.online();
        srcu.awaitCallbacks();
        reader.offline();
    }

    @Test
    void waitsForAllExecutors() throws InterruptedException {
        try (ExecutorService one = Executors.newSingleThreadExecutor();
                ExecutorService two = Executors.newFixedThreadPool(2)) {
            reader.online();
            srcu.call(ran::incrementAndGet, one);
            srcu.call(ran::incrementAndGet, two);
            srcu.call(ran::incrementAndGet);
            Background waits =
                    Background.start(
                            () -> {
                                srcu.awaitCallbacks();
                                assertThat(ran).hasValue(3);
                            });
            waits.assertWaits();
            reader.offline();
            waits.assertEnds();
        }
    }

    @Test
    void interruptedWaitLeavesTheCallbacksWaiting() throws InterruptedException {
        reader.online();
        srcu.call(ran::incrementAndGet);
        Background waits = Background.start(srcu::awaitCallbacksInterruptibly);
        waits.assertWaits();
        waits.thread().interrupt();
        assertThat(waits.failure()).isInstanceOf(InterruptedException.class);
        assertThat(ran).hasValue(0);
        reader.offline();
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(1);
    }

    @Test
    void plainWaitKeepsTheInterrupt() throws InterruptedException {
        reader.online();
        srcu.call(ran::incrementAndGet);
        Background waits =
                Background.start(
                        () -> {
                            srcu.awaitCallbacks();
                            assertThat(Thread.currentThread().isInterrupted()).isTrue();
                        });
        waits.thread().interrupt();
        waits.assertWaits();
        reader.offline();
        waits.assertEnds();
    }

    @Test
    void timedWaitSaysWhetherAllHaveRun() throws InterruptedException {
        reader.online();
        srcu.call(ran::incrementAndGet);
        assertThat(srcu.awaitCallbacks(Duration.ZERO)).isFalse();
        assertThat(srcu.awaitCallbacks(Duration.ofMillis(20))).isFalse();
        reader.offline();
        assertThat(srcu.awaitCallbacks(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThat(ran).hasValue(1);
        reader.close();
        srcu.close(); // what the failed waits left behind does not keep it open
    }

    @Test
    void inACallbackIsASelfDeadlock() throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            AtomicReference<Throwable> inline = new AtomicReference<>();
            AtomicReference<Throwable> elsewhere = new AtomicReference<>();
            srcu.call(() -> inline.set(failureOf(srcu::awaitCallbacks)));
            srcu.call(() -> elsewhere.set(failureOf(srcu::awaitCallbacks)), executor);
            srcu.awaitCallbacks();
            assertThat(inline.get()).isInstanceOf(SrcuException.SelfDeadlock.class);
            assertThat(elsewhere.get()).isInstanceOf(SrcuException.SelfDeadlock.class);
        }
    }

    @Test
    void insideOnesOwnSectionIsASelfDeadlock() throws InterruptedException {
        try (var _ = srcu.enter()) {
            srcu.call(ran::incrementAndGet);
            assertThat(failureOf(srcu::awaitCallbacks))
                    .isInstanceOf(SrcuException.SelfDeadlock.class);
        }
        srcu.awaitCallbacks();
        assertThat(ran).hasValue(1);
    }

    private static Throwable failureOf(Runnable call) {
        try {
            call.run();
            return null;
        } catch (SrcuException e) {
            return e;
        }
    }
}
