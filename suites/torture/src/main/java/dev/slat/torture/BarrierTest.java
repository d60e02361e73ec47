package dev.slat.torture;

import dev.slat.srcu.Srcu;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Delay;
import dev.slat.torture.run.Findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Some threads leave a callback each; when they have, awaitCallbacks must not return before all
 * have run.
 */
final class BarrierTest {
    private static final int CALLERS = 4;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Srcu srcu;
    private final Findings findings;
    private final boolean broken;
    private final SplittableRandom dice;
    private final Executor executor;

    BarrierTest(Trial trial, SplittableRandom dice, Executor executor) {
        this.srcu = trial.srcu;
        this.findings = trial.findings;
        this.broken = trial.variant == BrokenVariant.NO_CALLBACK_WAIT;
        this.dice = dice;
        this.executor = executor;
    }

    void run(BooleanSupplier goesOn) throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            AtomicInteger ran = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                boolean elsewhere = dice.nextBoolean();
                callers.add(Thread.startVirtualThread(() -> call(ran, elsewhere)));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            if (await()) {
                int count = ran.get();
                findings.require(
                        count == CALLERS,
                        Check.BARRIER,
                        "%d of %d callbacks have run when awaitCallbacks returns"
                                .formatted(count, CALLERS));
            }
            Delay.some(dice);
        }
    }

    private void call(AtomicInteger ran, boolean elsewhere) {
        if (elsewhere) {
            srcu.call(ran::incrementAndGet, executor);
        } else {
            srcu.call(ran::incrementAndGet);
        }
    }

    /** Returns whether it was waited for all. */
    private boolean await() throws InterruptedException {
        if (broken) {
            return true;
        }
        switch (dice.nextInt(3)) {
            case 0 -> srcu.awaitCallbacks();
            case 1 -> srcu.awaitCallbacksInterruptibly();
            default -> {
                return srcu.awaitCallbacks(
                        dice.nextBoolean() ? LONG : Duration.ofNanos(dice.nextInt(1_000_000)));
            }
        }
        return true;
    }
}
