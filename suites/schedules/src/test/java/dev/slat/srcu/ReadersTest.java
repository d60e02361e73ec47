package dev.slat.srcu;

import dev.slat.srcu.internal.Fault;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the threads of the read side share: hand-overs, the table of cells, the registry. */
class ReadersTest {
    /** Two threads end one section. */
    private static final class TwoUps extends UseAfterFree {
        private final Handover section = domain.down();
        private final AtomicInteger errors = new AtomicInteger();

        TwoUps() {
            super(Fault.NONE);
        }

        @Override
        void run() {
            Thread other = start(this::up);
            up();
            join(other);
            check(errors.get() == 1, "one of the two gets the error");
            check(domain.sharedSections().open() == 0, "the section ended once");
        }

        private void up() {
            try {
                section.up();
            } catch (SrcuException.Misuse e) {
                errors.incrementAndGet();
            }
        }
    }

    /** Two threads claim a cell at once. */
    private static final class TwoClaims extends UseAfterFree {
        private final Registry registry = domain.registry();
        private final ThreadCells cells = new ThreadCells(domain, registry);

        TwoClaims() {
            super(Fault.NONE);
        }

        @Override
        void run() {
            Thread first = start(this::claim);
            Thread second = start(this::claim);
            join(first, second);
            check(registry.cells().length == 2, "a cell was lost");
        }

        private void claim() {
            Thread self = Thread.currentThread();
            ThreadCell own = cells.claim(self);
            check(own.isOf(cells.keys() + self.threadId()), "somebody else's cell");
            check(
                    List.<ReaderCell>of(registry.cells()).contains(own),
                    "a grace period would not see it");
        }
    }

    /** Readers come and go while others are scanned. */
    private static final class Churn extends UseAfterFree {
        private final Reader first = domain.register("first");
        private final Reader stays = domain.register("stays");

        Churn() {
            super(Fault.NONE);
        }

        @Override
        void run() {
            Thread comesAndGoes = start(this::comeAndGo);
            for (int i = 0; i < 3; i++) {
                check(isScanned(stays), "a reader that stays is not scanned");
            }
            join(comesAndGoes);
            check(domain.registry().readers() == 1, "one stays");
        }

        private boolean isScanned(ReaderCell cell) {
            return List.of(domain.registry().cells()).contains(cell);
        }

        private void comeAndGo() {
            first.close(); // the last one takes its place
            domain.register("third").close();
        }
    }

    @Test
    void ofTwoThatEndASectionOneGetsTheError() {
        Scenario.explore(100, () -> new TwoUps());
    }

    @Test
    void twoThreadsThatClaimAtOnceGetACellEach() {
        Scenario.explore(100, () -> new TwoClaims());
    }

    @Test
    void aReaderThatStaysIsScannedWhateverOthersDo() {
        Scenario.explore(100, () -> new Churn());
    }
}
