package dev.slat.torture;

import dev.slat.srcu.Srcu;
import dev.slat.torture.run.Delay;
import dev.slat.torture.run.Findings;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * An updater of one pool: replaces its element again and again, each time in a way that the dice
 * choose.
 *
 * <p>What it unlinks either waits here, and grows with each grace period that it has itself waited
 * for, or goes through callbacks, one for each age.
 */
final class Writer {
    final Srcu srcu;
    final Findings findings;
    final SplittableRandom dice;
    final Executor executor;
    final CallOrder inline;
    final CallOrder elsewhere;
    private final Pool pool;
    private final BooleanSupplier goesOn;
    private final List<Element> removed = new ArrayList<>();

    /** Whether an interrupt is welcome just now. */
    private volatile boolean interruptible;

    private volatile Thread thread = Thread.currentThread();

    Writer(
            Trial trial,
            Pool pool,
            SplittableRandom dice,
            Executor executor,
            BooleanSupplier goesOn) {
        this.srcu = trial.srcu;
        this.findings = trial.findings;
        this.pool = pool;
        this.dice = dice;
        this.executor = executor;
        this.goesOn = goesOn;
        inline = new CallOrder(findings);
        elsewhere = new CallOrder(findings);
    }

    /** Until the run goes on no more. */
    void run(List<? extends WriterKind> kinds) throws InterruptedException {
        thread = Thread.currentThread();
        while (goesOn.getAsBoolean()) {
            kinds.get(dice.nextInt(kinds.size())).replace(this);
            var _ = Thread.interrupted(); // one that came too late
            Delay.some(dice);
        }
    }

    /** A filled element, to be published. */
    Element fresh() {
        while (true) {
            Element element = pool.take(dice.nextLong());
            if (element != null) {
                return element;
            }
            srcu.synchronizeExpedited();
            gracePeriodPassed();
        }
    }

    /** Replaces the element. The old one is the caller's. */
    Element unlink() {
        Element old = pool.link.replace(fresh());
        old.unlink();
        return old;
    }

    /** Replaces the element. The old one grows with {@link #gracePeriodPassed}. */
    void unlinkAndKeep() {
        removed.add(unlink());
    }

    /** A grace period has passed since the last {@link #unlinkAndKeep}. */
    void gracePeriodPassed() {
        removed.removeIf(pool::grow);
    }

    /** Replaces the element by {@link dev.slat.srcu.SrcuRef#replaceAndRetire}. */
    void replaceAndRetire() {
        pool.link.replaceAndRetire(
                fresh(),
                old -> {
                    old.unlink();
                    growByCallbacks(old);
                });
    }

    /** A grace period has passed over the element; the rest of its life goes by callbacks. */
    void growByCallbacks(Element element) {
        if (!pool.grow(element)) {
            srcu.call(() -> growByCallbacks(element));
        }
    }

    /** Begins a stretch in which {@link #interrupt} does. */
    synchronized void welcomeInterrupts(boolean welcome) {
        interruptible = welcome;
    }

    /**
     * Interrupts it, if it may be just now. In one step with {@link #welcomeInterrupts}, so that
     * none comes after {@link #run} has looked for late ones.
     */
    synchronized void interrupt() {
        if (interruptible) {
            thread.interrupt();
        }
    }

    /** Elements that are neither published nor free, when it has ended. */
    int kept() {
        return removed.size();
    }
}
