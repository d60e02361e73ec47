package dev.slat.torture;

import dev.slat.srcu.Cookie;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Delay;

import java.time.Duration;

/** Every way that the library offers to wait for a grace period, before an element is freed. */
enum UsualWriter implements WriterKind {
    SYNCHRONIZE {
        @Override
        public void replace(Writer writer) {
            writer.unlinkAndKeep();
            writer.srcu.synchronize();
            writer.gracePeriodPassed();
        }
    },
    EXPEDITED {
        @Override
        public void replace(Writer writer) {
            writer.unlinkAndKeep();
            writer.srcu.synchronizeExpedited();
            writer.gracePeriodPassed();
        }
    },
    CALL {
        @Override
        public void replace(Writer writer) {
            Element old = writer.unlink();
            writer.srcu.call(writer.inline.next(() -> writer.growByCallbacks(old)));
        }
    },
    CALL_ON_EXECUTOR {
        @Override
        public void replace(Writer writer) {
            Element old = writer.unlink();
            writer.srcu.call(
                    writer.elsewhere.next(() -> writer.growByCallbacks(old)), writer.executor);
        }
    },
    COOKIE_AND_SYNCHRONIZE {
        @Override
        public void replace(Writer writer) throws InterruptedException {
            writer.unlinkAndKeep();
            Cookie cookie = writer.srcu.cookie();
            Delay.some(writer.dice);
            writer.srcu.synchronize(cookie);
            writer.findings.require(
                    writer.srcu.poll(cookie), Check.COOKIE, "a cookie is not over after its wait");
            writer.gracePeriodPassed();
        }
    },
    COOKIE_AND_POLL {
        @Override
        public void replace(Writer writer) throws InterruptedException {
            writer.unlinkAndKeep();
            Cookie cookie = writer.srcu.cookie();
            Delay.some(writer.dice);
            // Nobody has to start one: so it is only freed if others had one anyway.
            if (writer.srcu.poll(cookie)) {
                writer.gracePeriodPassed();
            }
        }
    },
    START_AND_POLL {
        @Override
        public void replace(Writer writer) throws InterruptedException {
            writer.unlinkAndKeep();
            Cookie cookie = writer.srcu.startGracePeriod();
            while (!writer.srcu.poll(cookie)) {
                Delay.some(writer.dice);
            }
            writer.gracePeriodPassed();
        }
    },
    TIMED {
        private static final int LONGEST = 500_000;

        @Override
        public void replace(Writer writer) throws InterruptedException {
            writer.unlinkAndKeep();
            if (writer.srcu.synchronize(Duration.ofNanos(writer.dice.nextInt(LONGEST)))) {
                writer.gracePeriodPassed();
            }
        }
    },
    INTERRUPTED {
        @Override
        public void replace(Writer writer) {
            writer.unlinkAndKeep();
            if (writer.dice.nextBoolean()) {
                Thread.currentThread().interrupt();
            }
            writer.welcomeInterrupts(true);
            try {
                writer.srcu.synchronizeInterruptibly();
                writer.gracePeriodPassed();
            } catch (InterruptedException e) {
                // It may not grow: no grace period has passed.
            } finally {
                writer.welcomeInterrupts(false);
            }
        }
    },
    RETIRE {
        @Override
        public void replace(Writer writer) {
            writer.srcu.retire(writer.unlink(), writer::growByCallbacks);
        }
    },
    REPLACE_AND_RETIRE {
        @Override
        public void replace(Writer writer) {
            writer.replaceAndRetire();
        }
    },
}
