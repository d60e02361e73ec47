package dev.slat.torture;

import dev.slat.srcu.Reader;
import dev.slat.srcu.Srcu;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Crew;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Every kind of reader and updater at once, on elements that grow old: the torture of rcutorture.
 */
final class Mix {
    private static final int VIRTUAL_READERS = 16;
    private static final int RELAY_THREADS = 3;

    /** For callbacks; more than one, so that their order is the domain's work. */
    private static final int EXECUTOR_THREADS = 3;

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Trial trial;
    private final Crew crew;
    private final List<Pool> pools = new ArrayList<>();
    private final List<Writer> writers = new ArrayList<>();
    private int readers;

    private Mix(Trial trial) {
        this.trial = trial;
        this.crew = new Crew(trial.findings);
    }

    static boolean run(Trial trial, long nanos) throws InterruptedException {
        Mix mix = new Mix(trial);
        try (ExecutorService executor =
                Executors.newFixedThreadPool(
                        EXECUTOR_THREADS, Thread.ofPlatform().daemon().factory())) {
            mix.addWriter(executor);
            mix.addWriter(executor);
            mix.startReaders();
            mix.startUpdaters(executor);
            return mix.crew.work(nanos) && mix.runsOut();
        }
    }

    private void addWriter(ExecutorService executor) {
        Pool pool = new Pool(trial, trial.dice());
        pools.add(pool);
        writers.add(new Writer(trial, pool, trial.dice(), executor, crew::goesOn));
    }

    private void startReaders() {
        Srcu srcu = trial.srcu;
        for (int i = 0; i < 2; i++) {
            start("registered reader", registered());
            start("anonymous reader", anonymous());
        }
        startVirtual("registered virtual reader", registered());
        for (int i = 0; i < VIRTUAL_READERS; i++) {
            startVirtual("virtual reader", anonymous());
        }
        start("resident reader", new ResidentReader(srcu.register("resident"), visitor()));
        start("passing readers", new PassingReaders(srcu, visitor()));
        var relay = new RelayReader(srcu.register("relay"), visitor(), RELAY_THREADS);
        for (int i = 0; i < RELAY_THREADS; i++) {
            start("relay reader", relay);
        }
        int number = readers;
        var handover = new HandoverReader(srcu, visitor());
        start("handing over", handover);
        Visitor last = new Visitor(trial, pools, number, trial.dice());
        crew.start("taking over", () -> handover.finish(last));
        if (trial.variant == BrokenVariant.EARLY_EXIT) {
            start("early exit", new EarlyExitReader(srcu.register("early"), visitor()));
        }
    }

    private ReaderKind registered() {
        Reader reader = trial.srcu.register("registered");
        return new SectionReader(trial, visitor(), reader::enter, reader::close);
    }

    private ReaderKind anonymous() {
        return new SectionReader(trial, visitor(), trial.srcu::enter, () -> {});
    }

    private Visitor visitor() {
        return new Visitor(trial, pools, readers++, trial.dice());
    }

    private void start(String name, ReaderKind kind) {
        crew.start(name, () -> read(kind));
    }

    private void startVirtual(String name, ReaderKind kind) {
        crew.startVirtual(name, () -> read(kind));
    }

    private void read(ReaderKind kind) throws Exception {
        try (kind) {
            while (crew.goesOn()) {
                kind.read();
            }
        }
    }

    private void startUpdaters(ExecutorService executor) {
        List<WriterKind> kinds = trial.variant.writers();
        crew.start("updater", () -> writers.getFirst().run(kinds));
        crew.startVirtual("virtual updater", () -> writers.getLast().run(kinds));
        for (int i = 0; i < 2; i++) {
            var platform = new FakeWriter(trial, trial.dice(), writers);
            crew.start("fake updater", () -> platform.run(crew::goesOn));
            var virtual = new FakeWriter(trial, trial.dice(), writers);
            crew.startVirtual("virtual fake updater", () -> virtual.run(crew::goesOn));
        }
        var barrier = new BarrierTest(trial, trial.dice(), executor);
        crew.start("barrier test", () -> barrier.run(crew::goesOn));
    }

    /** Lets the callbacks run out, and counts the elements: each must be somewhere. */
    private boolean runsOut() throws InterruptedException {
        while (trial.srcu.statistics().callbacksWaiting() > 0) {
            if (!trial.srcu.awaitCallbacks(LONG)) {
                trial.findings.failed(
                        Check.PROGRESS, "callbacks have not run after " + LONG.toSeconds() + " s");
                return false;
            }
        }
        for (int i = 0; i < pools.size(); i++) {
            int found = pools.get(i).free() + writers.get(i).kept() + 1;
            trial.findings.require(
                    found == Pool.SIZE,
                    Check.POOL,
                    "%d of %d elements are left".formatted(found, Pool.SIZE));
        }
        return true;
    }
}
