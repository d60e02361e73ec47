package dev.slat.torture;

import dev.slat.srcu.Srcu;
import dev.slat.torture.run.Findings;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** What all that happens in one run shares: the domain under torture and what was found. */
final class Trial {
    /** Readers that sign guest books, at most. */
    static final int READERS = 32;

    final Srcu srcu;
    final Findings findings;
    final BrokenVariant variant;
    final Mailbox mailbox = new Mailbox(READERS);
    final AgeHistogram ages = new AgeHistogram();
    final LongAdder sections = new LongAdder();
    private final SplittableRandom dice;

    Trial(Srcu srcu, Findings findings, BrokenVariant variant, long seed) {
        this.srcu = srcu;
        this.findings = findings;
        this.variant = variant;
        this.dice = new SplittableRandom(seed);
    }

    /** Dice of its own for a thread. Only the thread that conducts the run. */
    SplittableRandom dice() {
        return dice.split();
    }
}
