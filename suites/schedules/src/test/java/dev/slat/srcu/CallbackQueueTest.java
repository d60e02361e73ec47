package dev.slat.srcu;

import dev.slat.srcu.CallbackQueue.Entry;
import dev.slat.srcu.internal.Fault;

import org.junit.jupiter.api.Test;

import java.util.concurrent.Executor;

/**
 * Callbacks of one executor, whose grace period is over, while it runs some already. The driver
 * itself lives on threads that outlast a scenario, which Lincheck cannot have, so the scenario
 * plays the driver.
 */
class CallbackQueueTest {
    private static final class InOrder extends Scenario {
        private static final int COUNT = 3;

        private final Srcu domain = Srcu.create("explored");
        private final Callbacks callbacks =
                new Callbacks(
                        domain, new GracePeriods(domain, Fault.NONE), Srcu.builder("settings"));
        private final Thread[] workers = new Thread[COUNT];
        private final Executor executor = this::execute;
        private final CallbackQueue queue = new CallbackQueue(callbacks, executor);
        private int started;
        private volatile int ran;

        @Override
        void run() {
            for (int i = 0; i < COUNT; i++) {
                int turn = i;
                queue.pending.incrementAndGet();
                queue.add(new Entry(() -> runInTurn(turn), queue, 1));
                queue.start();
            }
            for (int i = 0; i < started; i++) {
                join(workers[i]);
            }
            check(ran == COUNT, "a callback was lost");
            check(queue.pending.get() == 0, "one is still counted");
            check(callbacks.completed() == COUNT, "one was not counted");
        }

        private void execute(Runnable task) {
            workers[started++] = start(task);
        }

        private void runInTurn(int turn) {
            int before = ran;
            if (before == turn) {
                ran = before + 1; // two at once, or two in the wrong order, lose one
            }
        }
    }

    /** Who finds that nothing is pending, as awaitCallbacks does, may close the domain. */
    private static final class Counted extends Scenario {
        private final Srcu domain = Srcu.create("explored");
        private final Callbacks callbacks =
                new Callbacks(
                        domain, new GracePeriods(domain, Fault.NONE), Srcu.builder("settings"));
        private final CallbackQueue queue = new CallbackQueue(callbacks, task -> task.run());

        @Override
        void run() {
            queue.pending.incrementAndGet();
            queue.add(new Entry(() -> {}, queue, 1));
            Thread driver = start(() -> queue.start());
            Thread closes = start(this::close);
            join(driver, closes);
        }

        private void close() {
            if (queue.pending.get() == 0) {
                check(callbacks.completed() == 1, "close would say that one has not run");
            }
        }
    }

    @Test
    void runInOrderOneAtATimeAndAll() {
        Scenario.explore(100, () -> new InOrder());
    }

    @Test
    void whatIsNotPendingIsCompleted() {
        Scenario.explore(200, () -> new Counted());
    }
}
