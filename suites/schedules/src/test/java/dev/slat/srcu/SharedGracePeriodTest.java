package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.srcu.internal.Fault;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/** Two updaters share a grace period only if it began after both had unlinked. */
class SharedGracePeriodTest {
    /** One waits for its grace period; the other polls whether it has been its own as well. */
    private static final class Polled extends UseAfterFree {
        private final Reader reader = domain.register("reader");

        Polled(Fault fault) {
            super(fault);
        }

        @Override
        void run() {
            Thread waits = start(domain::synchronize);
            Thread reads = start(this::read);
            awaitUse();
            Item old = unlink();
            Cookie cookie = domain.cookie();
            join(waits);
            if (domain.poll(cookie)) {
                old.freed = true;
            }
            join(reads);
        }

        private void read() {
            try (var _ = reader.enter()) {
                use();
            }
        }
    }

    /** Both wait, and each frees what it unlinked. */
    private static final class Both extends UseAfterFree {
        private final Reader reader = domain.register("reader");

        Both() {
            super(Fault.NONE);
        }

        @Override
        void run() {
            Thread reads = start(this::read);
            Thread frees = start(this::replaceAndFree);
            domain.synchronize();
            join(reads, frees);
        }

        private void read() {
            try (var _ = reader.enter()) {
                use();
            }
        }
    }

    @Test
    void twoThatWaitShare() {
        Scenario.explore(60, () -> new Both());
    }

    @Test
    void theGracePeriodOfAnotherThatBeganBeforeDoesNotCount() {
        Scenario.explore(60, () -> new Polled(Fault.NONE));
    }

    @Test
    void sharingOneThatBeganBeforeIsFound() {
        assertThatThrownBy(() -> Scenario.explore(5000, () -> new Polled(Fault.SHARES_TOO_EARLY)))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(UseAfterFree.FOUND);
    }
}
