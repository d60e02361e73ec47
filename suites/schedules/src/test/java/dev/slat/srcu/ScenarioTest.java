package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/**
 * Lincheck switches threads at the words that a domain's threads share: two threads that change one
 * without care lose a change. Without this the explorations that pass would show nothing.
 */
class ScenarioTest {
    private abstract static class TwoChanges extends Scenario {
        final Srcu domain = Srcu.create("explored");
        final Reader reader = domain.register("reader");

        abstract void change();

        abstract long changes();

        @Override
        void run() {
            Thread first = start(this::change);
            Thread second = start(this::change);
            join(first, second);
            check(changes() == 2, "a change was lost");
        }
    }

    private static final class EpochChanges extends TwoChanges {
        @Override
        void change() {
            domain.epoch().advance();
        }

        @Override
        long changes() {
            return domain.epoch().now() - 1;
        }
    }

    private static final class StripeChanges extends TwoChanges {
        private Stripe stripe() {
            return domain.anonymousReaders().all()[0];
        }

        @Override
        void change() {
            stripe().enterOwned(0);
        }

        @Override
        long changes() {
            return stripe().open();
        }
    }

    private static final class CellChanges extends TwoChanges {
        @Override
        void change() {
            reader.setOpaque(reader.own() + 1);
        }

        @Override
        long changes() {
            return reader.own();
        }
    }

    @Test
    void switchesAtTheEpoch() {
        assertThatThrownBy(() -> Scenario.explore(200, () -> new EpochChanges()))
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void switchesAtAStripe() {
        assertThatThrownBy(() -> Scenario.explore(200, () -> new StripeChanges()))
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void switchesAtACell() {
        assertThatThrownBy(() -> Scenario.explore(200, () -> new CellChanges()))
                .isInstanceOf(LincheckAssertionError.class);
    }
}
