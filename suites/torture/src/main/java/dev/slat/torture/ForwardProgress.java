package dev.slat.torture;

import dev.slat.srcu.Reader;
import dev.slat.srcu.Section;
import dev.slat.srcu.Srcu;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Crew;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Readers that leave no moment without one, and callbacks without end: grace periods must end all
 * the same, and no more callbacks may wait than the domain allows.
 */
final class ForwardProgress {
    /** Each section is over in far less, even where many threads share a processor. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final int FLOOD = 20_000;

    private final Trial trial;
    private final Srcu srcu;

    private ForwardProgress(Trial trial) {
        this.trial = trial;
        this.srcu = trial.srcu;
    }

    static boolean run(Trial trial, long nanos) throws InterruptedException {
        ForwardProgress part = new ForwardProgress(trial);
        Crew crew = new Crew(trial.findings);
        crew.start("endless registered reader", () -> part.readRegistered(crew::goesOn));
        crew.start("endless readers in turn", () -> part.readByTwo(crew::goesOn));
        crew.start(
                "endless anonymous reader",
                () -> part.readOverlapping(trial.srcu::enter, crew::goesOn));
        crew.start("endless resident reader", () -> part.reside(crew::goesOn));
        crew.startVirtual(
                "endless virtual reader",
                () -> part.readOverlapping(trial.srcu::enter, crew::goesOn));
        crew.start("updater among them", () -> part.update(crew::goesOn));
        crew.start("flood of callbacks", () -> part.flood(crew::goesOn));
        return crew.work(nanos);
    }

    /** Two readers take turns: the one is inside before the other leaves. */
    private void readByTwo(BooleanSupplier goesOn) {
        try (Reader one = srcu.register();
                Reader other = srcu.register()) {
            long sections = 0;
            Section last = one.enter();
            while (goesOn.getAsBoolean()) {
                Section next = other.enter();
                last.close();
                last = one.enter();
                next.close();
                sections += 2;
            }
            last.close();
            trial.sections.add(sections);
        }
    }

    private void readRegistered(BooleanSupplier goesOn) {
        try (Reader reader = srcu.register()) {
            readOverlapping(reader::enter, goesOn);
        }
    }

    /** The next section begins before the last one ends. */
    private void readOverlapping(Supplier<Section> enter, BooleanSupplier goesOn) {
        long sections = 0;
        Section last = enter.get();
        while (goesOn.getAsBoolean()) {
            Section next = enter.get();
            last.close();
            last = next;
            sections++;
        }
        last.close();
        trial.sections.add(sections);
    }

    private void reside(BooleanSupplier goesOn) {
        long sections = 0;
        try (Reader reader = srcu.register()) {
            reader.online();
            while (goesOn.getAsBoolean()) {
                reader.quiescent();
                sections++;
            }
            reader.offline();
        }
        trial.sections.add(sections);
    }

    private void update(BooleanSupplier goesOn) throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            trial.findings.require(
                    srcu.synchronize(LONG),
                    Check.PROGRESS,
                    "no grace period in " + LONG.toSeconds() + " s, though no section is long");
        }
    }

    private void flood(BooleanSupplier goesOn) throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            AtomicLong ran = new AtomicLong();
            long most = 0;
            for (int i = 0; i < FLOOD; i++) {
                srcu.call(ran::incrementAndGet);
                most = Math.max(most, i - ran.get());
            }
            trial.findings.require(
                    most <= Torture.CALLBACK_LIMIT,
                    Check.PROGRESS,
                    "%d callbacks wait, and the limit is %d"
                            .formatted(most, Torture.CALLBACK_LIMIT));
            trial.findings.require(
                    srcu.awaitCallbacks(LONG) && ran.get() == FLOOD,
                    Check.PROGRESS,
                    "%d of %d callbacks have run after %d s"
                            .formatted(ran.get(), FLOOD, LONG.toSeconds()));
        }
    }
}
