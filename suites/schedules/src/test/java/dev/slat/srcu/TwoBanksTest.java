package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.srcu.internal.Fault;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/**
 * The schedule that breaks a grace period which drains only the bank that it leaves: a reader loads
 * the number of the bank, a whole grace period passes and flips, the reader counts itself in the
 * bank that was left, and the next grace period looks at the other one.
 */
class TwoBanksTest {
    private static final class Stalled extends UseAfterFree {
        private volatile boolean begun;

        Stalled(Fault fault) {
            super(fault);
        }

        @Override
        void run() {
            Thread reader = start(this::read);
            while (!begun) {
                Thread.onSpinWait();
            }
            // The grace period before: it finds nobody in either bank, and all it does is to flip.
            domain.sharedSections().flip();
            awaitUse();
            replaceAndFree();
            join(reader);
        }

        private void read() {
            begun = true;
            Handover section = domain.down();
            use();
            section.up();
        }
    }

    @Test
    void bothBanksAreDrained() {
        Scenario.explore(60, () -> new Stalled(Fault.NONE));
    }

    @Test
    void aGracePeriodThatDrainsOneBankIsFound() {
        assertThatThrownBy(() -> Scenario.explore(3000, () -> new Stalled(Fault.NO_IDLE_BANK_SCAN)))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(UseAfterFree.FOUND);
    }
}
