package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

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

    /** Two that enter by one cell: at once both find it free; one after the other, one does not. */
    private static final class CellChanges extends TwoChanges {
        private final AtomicLong refused = new AtomicLong();

        @Override
        void change() {
            if (reader.isFree()) {
                reader.begin();
            } else {
                refused.incrementAndGet();
            }
        }

        @Override
        long changes() {
            return 1 + refused.get();
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
