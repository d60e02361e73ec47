package dev.slat.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A reader, grace periods, another reader, each too early for the next.
 *
 * <pre>
 * reader            updater                          another reader
 * enter             y = 1                            enter
 * x = 1             one grace period, or two         z = 1
 * r1 = y            r2 = z                           r3 = x
 * exit                                               exit
 * </pre>
 *
 * <p>The kernel's rule of thumb: such a circle is forbidden if it has at least as many grace
 * periods as readers. So 0, 0, 0 is allowed with one (the second reader overlaps with the first,
 * and comes too late for the grace period), and forbidden with two.
 *
 * <p>{@code ./dev stress Chain}. It has three actors, and jcstress leaves it out on a machine with
 * two processors: its outcomes are not measured yet.
 */
public abstract class Chain {
    private int x;
    private int y;
    private int z;

    final void first(III_Result r) {
        SlowStores.fill();
        Object section = Side.REGISTERED.enter();
        x = 1;
        r.r1 = y;
        Side.REGISTERED.exit(section);
    }

    final void second(III_Result r) {
        Object section = Side.ANONYMOUS.enter();
        z = 1;
        r.r3 = x;
        Side.ANONYMOUS.exit(section);
    }

    final void update(III_Result r, int gracePeriods) {
        y = 1;
        for (int i = 0; i < gracePeriods; i++) {
            Side.REGISTERED.synchronize();
        }
        r.r2 = z;
    }

    /** Fewer than the readers. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "one grace period, two readers")
    @Outcome(expect = ACCEPTABLE, desc = "no circle")
    @State
    public static class OneGracePeriod extends Chain {
        /** One reader. */
        @Actor
        public void reader(III_Result r) {
            first(r);
        }

        /** Between them. */
        @Actor
        public void updater(III_Result r) {
            update(r, 1);
        }

        /** The other. */
        @Actor
        public void other(III_Result r) {
            second(r);
        }
    }

    /** As many as the readers. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = FORBIDDEN, desc = "two grace periods, two readers")
    @Outcome(expect = ACCEPTABLE, desc = "no circle")
    @State
    public static class TwoGracePeriods extends Chain {
        /** One reader. */
        @Actor
        public void reader(III_Result r) {
            first(r);
        }

        /** Between them. */
        @Actor
        public void updater(III_Result r) {
            update(r, 2);
        }

        /** The other. */
        @Actor
        public void other(III_Result r) {
            second(r);
        }
    }
}
