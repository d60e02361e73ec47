package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.srcu.internal.Fault;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What the read side shares: hand-overs, stripes, the registry, the request to wake. */
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
            for (Stripe stripe : domain.anonymousReaders().all()) {
                check(stripe.open() == 0, "the section ended once");
            }
        }

        private void up() {
            try {
                section.up();
            } catch (SrcuException.Misuse e) {
                errors.incrementAndGet();
            }
        }
    }

    /** Two threads claim a stripe at once; the table has one place, so it grows. */
    private static final class TwoClaims extends Scenario {
        private final StripeTable table = new StripeTable();

        @Override
        void run() {
            Thread first = start(this::claim);
            Thread second = start(this::claim);
            join(first, second);
        }

        private void claim() {
            Thread self = Thread.currentThread();
            Stripe own = Objects.requireNonNull(table.claimPlace(self));
            check(own.isOwnedBy(self.threadId()), "somebody else's stripe");
            own.enterOwned(0);
            check(Arrays.asList(table.all()).contains(own), "a grace period would not see it");
            own.exitOwned(0);
            check(table.at(self.threadId()) == own, "a thread that lives lost its stripe");
        }
    }

    /** Two threads want the stripe of one that has ended. */
    private static final class TwoHeirs extends Scenario {
        private final StripeTable table = new StripeTable();

        @Override
        void run() {
            Thread dead = start(this::count);
            join(dead);
            Thread first = start(this::count);
            Thread second = start(this::count);
            join(first, second);
            long open = Arrays.stream(table.all()).mapToLong(Stripe::open).sum();
            check(open == 0, "two counted in one stripe");
        }

        private void count() {
            long id = Thread.currentThread().threadId();
            Stripe stripe = table.at(id);
            if (!stripe.isOwnedBy(id)) {
                stripe = Objects.requireNonNull(table.claimPlace(Thread.currentThread()));
            }
            stripe.enterOwned(1);
            check(stripe.open(1) == 1, "two count in one stripe");
            stripe.exitOwned(1);
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
                check(
                        List.of(domain.registry().readers()).contains(stays),
                        "a reader that stays is not scanned");
            }
            join(comesAndGoes);
            check(List.of(domain.registry().readers()).equals(List.of(stays)), "one stays");
        }

        private void comeAndGo() {
            first.close(); // the last one takes its place
            domain.register("third").close();
        }
    }

    /** An updater asks to be woken, and then looks; if it must sleep, does the reader wake it? */
    private abstract static class Asks extends Scenario {
        private boolean woken;

        @Override
        void run() {
            enter();
            Thread reader = start(() -> woken = exit());
            ask();
            boolean sleeps = !isQuiet();
            join(reader);
            check(woken || !sleeps, "the updater sleeps and nobody wakes it");
        }

        abstract void enter();

        /** Whether the updater is woken. */
        abstract boolean exit();

        abstract void ask();

        abstract boolean isQuiet();
    }

    private static final class AsksShared extends Asks {
        private final Stripe stripe = new Stripe();

        @Override
        void enter() {
            stripe.enterShared(0);
        }

        @Override
        boolean exit() {
            return stripe.exitShared(0);
        }

        @Override
        void ask() {
            stripe.askToWake(0);
        }

        @Override
        boolean isQuiet() {
            return stripe.open(0) == 0;
        }
    }

    private static final class AsksOwned extends Asks {
        private final Stripe stripe = new Stripe(Thread.currentThread());

        @Override
        void enter() {
            stripe.enterOwned(0);
        }

        @Override
        boolean exit() {
            return stripe.exitOwned(0);
        }

        @Override
        void ask() {
            stripe.askToWake(0);
        }

        @Override
        boolean isQuiet() {
            return stripe.open(0) == 0;
        }
    }

    @Test
    void ofTwoThatEndASectionOneGetsTheError() {
        Scenario.explore(100, () -> new TwoUps());
    }

    @Test
    void twoThreadsThatClaimAtOnceGetTwoStripes() {
        Scenario.explore(100, () -> new TwoClaims());
    }

    @Test
    void twoHeirsDoNotShareAStripe() {
        Scenario.explore(100, () -> new TwoHeirs());
    }

    @Test
    void aReaderThatStaysIsScannedWhateverOthersDo() {
        Scenario.explore(100, () -> new Churn());
    }

    @Test
    void sharedStripeWakesWhoSleeps() {
        Scenario.explore(100, () -> new AsksShared());
    }

    /** Its exit is a load and a store: that is why no sleep of an updater is endless. */
    @Test
    void ownedStripeMayMissTheRequest() {
        assertThatThrownBy(() -> Scenario.explore(100, () -> new AsksOwned()))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("nobody wakes it");
    }
}
