package dev.slat.torture;

import dev.slat.srcu.Cookie;
import dev.slat.srcu.Srcu;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Delay;
import dev.slat.torture.run.Findings;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Asks for grace periods of every kind and replaces nothing: so that those of the real updaters are
 * shared, overtaken and interrupted. Checks what cookies say on the way.
 */
final class FakeWriter {
    private static final int LONGEST_WAIT = 300_000;

    private final Srcu srcu;
    private final Findings findings;
    private final SplittableRandom dice;
    private final List<Writer> writers;

    /** Interrupts {@code writers} now and then. */
    FakeWriter(Trial trial, SplittableRandom dice, List<Writer> writers) {
        this.srcu = trial.srcu;
        this.findings = trial.findings;
        this.dice = dice;
        this.writers = writers;
    }

    void run(BooleanSupplier goesOn) throws InterruptedException {
        Cookie before = srcu.cookie();
        while (goesOn.getAsBoolean()) {
            Cookie cookie = srcu.cookie();
            boolean passed = ask(cookie);
            if (passed) {
                require(srcu.poll(cookie), "a cookie is not over after a whole grace period");
            }
            // In this order: what is over stays so.
            boolean laterIsOver = srcu.poll(cookie);
            boolean earlierIsOver = srcu.poll(before);
            require(earlierIsOver || !laterIsOver, "a cookie is over before an earlier one");
            if (cookie.equals(before)) {
                require(laterIsOver || !earlierIsOver || srcu.poll(cookie), "equal cookies differ");
            }
            require(srcu.poll(Cookie.completed()), "the completed cookie is not over");
            before = cookie;
            writers.get(dice.nextInt(writers.size())).interrupt();
            Delay.some(dice);
        }
    }

    /** Returns whether a whole grace period has passed since {@code cookie} was taken. */
    private boolean ask(Cookie cookie) throws InterruptedException {
        return switch (dice.nextInt(7)) {
            case 0 -> {
                srcu.synchronize();
                yield true;
            }
            case 1 -> {
                srcu.synchronizeExpedited();
                yield true;
            }
            case 2 -> {
                srcu.synchronize(cookie);
                yield true;
            }
            case 3 -> srcu.synchronize(Duration.ofNanos(dice.nextInt(LONGEST_WAIT)));
            case 4 -> srcu.synchronize(cookie, Duration.ofNanos(dice.nextInt(LONGEST_WAIT)));
            case 5 -> srcu.poll(srcu.startGracePeriod());
            default -> {
                srcu.awaitCallbacks();
                yield false; // there may have been none
            }
        };
    }

    private void require(boolean good, String what) {
        findings.require(good, Check.COOKIE, what);
    }
}
