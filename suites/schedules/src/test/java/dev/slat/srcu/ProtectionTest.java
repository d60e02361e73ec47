package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.srcu.internal.Fault;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/** No schedule frees what a reader uses, whatever the kind of the reader. */
class ProtectionTest {
    /** One reader of the kind that {@link #read} says. */
    private abstract static class OneReader extends UseAfterFree {
        OneReader(Fault fault) {
            super(fault);
        }

        abstract void read();

        @Override
        void run() {
            Thread reader = start(this::read);
            replaceAndFree();
            join(reader);
        }
    }

    private static final class Registered extends OneReader {
        private final Reader reader = domain.register("reader");

        Registered(Fault fault) {
            super(fault);
        }

        @Override
        void read() {
            try (var _ = reader.enter()) {
                use();
            }
        }
    }

    private static final class Anonymous extends OneReader {
        Anonymous() {
            super(Fault.NONE);
        }

        @Override
        void read() {
            try (var _ = domain.enter()) {
                use();
            }
        }
    }

    /** A section that begins on one thread and ends on another. */
    private static final class HandedOver extends OneReader {
        private volatile Handover handover;

        HandedOver() {
            super(Fault.NONE);
        }

        @Override
        void read() {
            Handover begun = domain.down();
            Item item = link;
            handover = begun;
            join(start(() -> end(item)));
        }

        private void end(Item item) {
            check(!item.freed, FOUND);
            handover.up();
        }
    }

    /** Lives inside a section and uses afresh after each quiescent state. */
    private static final class Quiescent extends OneReader {
        private final Reader reader = domain.register("reader");

        Quiescent() {
            super(Fault.NONE);
        }

        @Override
        void read() {
            reader.online();
            use();
            reader.quiescent();
            use();
            reader.offline();
        }
    }

    /** Two sections of one reader overlap: the second is not the first one's to end. */
    private static final class Overlapping extends OneReader {
        private final Reader reader = domain.register("reader");

        Overlapping() {
            super(Fault.NONE);
        }

        @Override
        void read() {
            Section first = reader.enter();
            Section second = reader.enter();
            first.close();
            use();
            second.close();
        }
    }

    /** Another thread ends the first section while the reader begins and uses a second. */
    private static final class ClosedElsewhere extends OneReader {
        private final Reader reader = domain.register("reader");
        private volatile Section first;

        ClosedElsewhere() {
            super(Fault.NONE);
        }

        @Override
        void read() {
            first = reader.enter();
            Thread ends = start(() -> first.close());
            try (var _ = reader.enter()) {
                use();
            }
            join(ends);
        }
    }

    @Test
    void registeredReaderKeepsWhatItUses() {
        Scenario.explore(60, () -> new Registered(Fault.NONE));
    }

    @Test
    void anonymousReaderKeepsWhatItUses() {
        Scenario.explore(60, () -> new Anonymous());
    }

    @Test
    void handedOverSectionKeepsWhatItUses() {
        Scenario.explore(60, () -> new HandedOver());
    }

    @Test
    void quiescentReaderKeepsWhatItUses() {
        Scenario.explore(60, () -> new Quiescent());
    }

    @Test
    void overlappingSectionsProtectEachByItself() {
        Scenario.explore(60, () -> new Overlapping());
    }

    @Test
    void sectionThatAnotherThreadClosesLeavesTheNextAlone() {
        Scenario.explore(60, () -> new ClosedElsewhere());
    }

    @Test
    void aScanThatLeavesOutTheCellsIsFound() {
        assertThatThrownBy(() -> Scenario.explore(1000, () -> new Registered(Fault.NO_CELL_SCAN)))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(UseAfterFree.FOUND);
    }
}
