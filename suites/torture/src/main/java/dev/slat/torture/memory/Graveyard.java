package dev.slat.torture.memory;

import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * What becomes of the memory of lives that are over. Some is unmapped at once; some is poisoned and
 * rests for a while, so that a late store is seen. In checked mode all is unmapped at once: there
 * any use of it ends the process.
 *
 * <p>Threads: any.
 */
final class Graveyard {
    private static final boolean CHECKED = Boolean.getBoolean("dev.slat.memory.checked");

    /** Lives that rest. */
    private static final int ROOM = 8;

    private final TortureSpace space;
    private final Findings findings;
    private final Queue<Life> resting = new ArrayDeque<>();

    Graveyard(TortureSpace space, Findings findings) {
        this.space = space;
        this.findings = findings;
    }

    /** The life's slot is deleted, or was never created: from here on its memory is the host's. */
    void bury(Life life, SplittableRandom dice) {
        findings.require(
                life.retained() == 0,
                Check.OWNERSHIP,
                "life %d of slot %d is named by %d slots after its deletion"
                        .formatted(life.number, life.slot, life.retained()));
        life.end();
        space.remove(life);
        if (CHECKED || dice.nextBoolean() || !life.poison()) {
            life.free(findings);
            return;
        }
        synchronized (resting) {
            resting.add(life);
            if (resting.size() > ROOM) {
                resting.remove().free(findings);
            }
        }
    }

    /** Nobody is left. */
    void close() {
        synchronized (resting) {
            resting.forEach(life -> life.free(findings));
            resting.clear();
        }
    }
}
