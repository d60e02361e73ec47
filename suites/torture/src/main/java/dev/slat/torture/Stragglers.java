package dev.slat.torture;

import dev.slat.srcu.Handover;
import dev.slat.srcu.SrcuRef;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Crew;
import dev.slat.torture.run.Delay;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The window that the scan of the second bank closes: a reader of a shared section loads the bank's
 * number, is stopped by the scheduler for some grace periods, and counts itself in a bank that they
 * have long left.
 *
 * <p>So a few readers do little but enter, and threads that wake up some thousand times a second
 * take the processors from them, for as long as some grace periods last. These do not read: a
 * reader that is stopped inside its section holds grace periods up, and the others need many. A
 * reader that sees that blocks were replaced while it entered, because it was stopped just there,
 * stays: if grace periods overlook it, the block in its hand is freed.
 */
final class Stragglers {
    private static final int READERS = 2;
    private static final int WAKERS_PER_PROCESSOR = 2;

    /** Of a waker, between two sleeps. */
    private static final int SPINS = 200;

    private static final long SLEEP_NANOS = 50_000;
    private static final int BATCH = 10_000;

    /** No entry takes so many grace periods by itself. */
    private static final int STOPPED = 2;

    /** A straggler sleeps, and looks again so often before it leaves. */
    private static final int LOOKS = 20;

    private static final long LOOK_NANOS = 300_000;

    private final Trial trial;
    private final SrcuRef<Block> link;

    private Stragglers(Trial trial, SrcuRef<Block> link) {
        this.trial = trial;
        this.link = link;
    }

    static boolean run(Trial trial, long nanos) throws InterruptedException {
        TightUpdater updater = new TightUpdater(trial.srcu);
        Stragglers part = new Stragglers(trial, updater.link);
        Crew crew = new Crew(trial.findings);
        for (int i = 0; i < READERS; i++) {
            crew.start("straggler " + i, () -> part.read(crew::goesOn));
        }
        int wakers = WAKERS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < wakers; i++) {
            crew.start("waker " + i, () -> wake(crew::goesOn));
        }
        crew.start("stragglers' updater", () -> updater.run(crew::goesOn));
        return crew.work(nanos);
    }

    private static void wake(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            for (int i = 0; i < SPINS; i++) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(SLEEP_NANOS);
        }
    }

    private void read(BooleanSupplier goesOn) throws InterruptedException {
        long batches = 0;
        while (goesOn.getAsBoolean()) {
            int freed = readBatch();
            batches++;
            if (freed > 0) {
                trial.findings.failed(
                        Check.FREED,
                        "a shared section looks at a block that was freed before",
                        freed);
            }
        }
        trial.sections.add(batches * BATCH);
        trial.findings.passed(Check.FREED, batches * BATCH);
    }

    /** Sections that are counted in banks. Returns how many saw a freed block. */
    private int readBatch() throws InterruptedException {
        int freed = 0;
        for (int i = 0; i < BATCH; i++) {
            long before = link.get().number;
            Handover section = trial.srcu.down();
            Block block = link.dereference(section);
            if (block.number - before > STOPPED) {
                stay(block);
            }
            if (block.isFreed()) {
                freed++;
            }
            section.up();
        }
        return freed;
    }

    private static void stay(Block block) throws InterruptedException {
        for (int look = 0; look < LOOKS && !block.isFreed(); look++) {
            Delay.sleep(LOOK_NANOS);
        }
    }
}
