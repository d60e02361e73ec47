package dev.slat.torture;

import dev.slat.srcu.Cookie;
import dev.slat.torture.run.Delay;

/** Updaters that are broken on purpose. */
enum BrokenWriter implements WriterKind {
    /** Its callback does not wait for a grace period. */
    EAGER_CALLBACK {
        @Override
        public void replace(Writer writer) {
            writer.growByCallbacks(writer.unlink());
        }
    },
    /** Its cookie is older than the moment when the element was unlinked. */
    STALE_COOKIE {
        @Override
        public void replace(Writer writer) throws InterruptedException {
            Cookie cookie = writer.srcu.cookie();
            writer.srcu.synchronize();
            writer.unlinkAndKeep();
            Delay.some(writer.dice);
            if (writer.srcu.poll(cookie)) {
                writer.gracePeriodPassed();
            }
        }
    },
    /** Takes an interrupted wait for a whole one. */
    INTERRUPTED_FREES {
        @Override
        public void replace(Writer writer) {
            writer.unlinkAndKeep();
            Thread.currentThread().interrupt();
            try {
                writer.srcu.synchronizeInterruptibly();
            } catch (InterruptedException e) {
                // The fault: this is no reason to go on.
            }
            writer.gracePeriodPassed();
        }
    },
}
