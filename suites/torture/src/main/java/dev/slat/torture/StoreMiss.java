package dev.slat.torture;

import dev.slat.srcu.Reader;
import dev.slat.srcu.Section;
import dev.slat.srcu.SrcuRef;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Crew;

import java.util.function.BooleanSupplier;

/**
 * The window that the heavy barrier closes, as wide as it gets.
 *
 * <p>A processor lets a store wait in its store buffer while later loads go ahead. So a reader may
 * hold the old block while its cell, on the way to memory, still says "outside". Here some stores
 * that miss the caches come just before each entry; the cell's store must wait for them. Without
 * the barrier some uses after free come of a million grace periods, in code of C2 only: the other
 * compiler and the interpreter take too long between the two.
 *
 * <p>So nothing else runs meanwhile, and there are no more threads than processors.
 */
final class StoreMiss {
    private static final int LOOKS = 20;
    private static final int BATCH = 5_000;
    private static final int MOST_READERS = 4;

    private final Trial trial;
    private final SrcuRef<Block> link;

    private StoreMiss(Trial trial, SrcuRef<Block> link) {
        this.trial = trial;
        this.link = link;
    }

    static boolean run(Trial trial, long nanos) throws InterruptedException {
        TightUpdater updater = new TightUpdater(trial.srcu);
        StoreMiss part = new StoreMiss(trial, updater.link);
        Crew crew = new Crew(trial.findings);
        for (int i = readers(); i > 0; i--) {
            crew.start("store-miss reader " + i, () -> part.read(crew::goesOn));
        }
        crew.start("store-miss updater", () -> updater.run(crew::goesOn));
        return crew.work(nanos);
    }

    static int readers() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, MOST_READERS);
    }

    private void read(BooleanSupplier goesOn) {
        CacheMisses misses = new CacheMisses();
        long batches = 0;
        try (Reader reader = trial.srcu.register()) {
            while (goesOn.getAsBoolean()) {
                long freed = readBatch(reader, misses);
                batches++;
                if (freed > 0) {
                    trial.findings.failed(
                            Check.FREED,
                            "a registered reader looks at a block that was freed before",
                            freed);
                }
            }
        }
        trial.sections.add(batches * BATCH);
        trial.findings.passed(Check.FREED, batches * BATCH);
    }

    /** Returns how many sections saw a freed block. Small, for C2. */
    private long readBatch(Reader reader, CacheMisses misses) {
        long bad = 0;
        for (int i = 0; i < BATCH; i++) {
            misses.store();
            Section section = reader.enter();
            Block block = link.get();
            boolean freed = false;
            for (int look = 0; look < LOOKS; look++) {
                freed |= block.isFreed();
            }
            section.close();
            if (freed) {
                bad++;
            }
        }
        return bad;
    }
}
