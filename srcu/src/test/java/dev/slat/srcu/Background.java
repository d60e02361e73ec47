package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An action on a thread of its own that waits until the test lets it go. */
final class Background {
    /** What may throw. */
    interface Action {
        void run() throws Exception;
    }

    private final Thread thread;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Background(Thread.Builder builder, Action action) {
        thread =
                builder.unstarted(
                        () -> {
                            try {
                                action.run();
                            } catch (Throwable e) {
                                failure.set(e);
                            }
                        });
    }

    static Background start(Action action) {
        return start("background", action);
    }

    static Background start(String name, Action action) {
        return started(new Background(Thread.ofPlatform().daemon().name(name), action));
    }

    static Background startVirtual(Action action) {
        return started(new Background(Thread.ofVirtual(), action));
    }

    private static Background started(Background background) {
        background.thread.start();
        return background;
    }

    Thread thread() {
        return thread;
    }

    /** It goes on waiting: on a busy machine this may pass wrongly, but it never fails wrongly. */
    void assertWaits() throws InterruptedException {
        assertThat(thread.join(Duration.ofMillis(50))).as("ended: %s", failure).isFalse();
    }

    /** It ends, and well. */
    void assertEnds() throws InterruptedException {
        assertThat(failure()).isNull();
    }

    /** With what it ends; null if well. */
    Throwable failure() throws InterruptedException {
        thread.join();
        return failure.get();
    }

    /** Runs it to its end on a platform thread. */
    static void run(Action action) throws InterruptedException {
        start(action).assertEnds();
    }

    /** Waits until it is so; the test's time limit is the bound. */
    static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
