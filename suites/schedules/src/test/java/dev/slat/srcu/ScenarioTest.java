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

    private static final class BankChanges extends TwoChanges {
        @Override
        void change() {
            domain.sharedSections().flip();
        }

        @Override
        long changes() {
            return domain.sharedSections().idleBank() == 1 ? 2 : 1;
        }
    }

    private static final class CellChanges extends TwoChanges {
        @Override
        void change() {
            reader.begin(reader.own() + 1);
        }

        @Override
        long changes() {
            return reader.own();
        }
    }

    @Test
    void switchesAtTheBank() {
        assertThatThrownBy(() -> Scenario.explore(200, () -> new BankChanges()))
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void switchesAtACell() {
        assertThatThrownBy(() -> Scenario.explore(200, () -> new CellChanges()))
                .isInstanceOf(LincheckAssertionError.class);
    }
}
