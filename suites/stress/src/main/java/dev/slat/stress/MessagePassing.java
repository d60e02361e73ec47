package dev.slat.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Message passing: who sees what was done after a grace period sees what was done before it.
 *
 * <pre>
 * reader            updater
 * enter             x = 1
 * r1 = y            grace period
 * r2 = x            y = 1
 * exit
 * </pre>
 *
 * <p>All accesses of the reader are plain: 1, 0 is forbidden in whatever order they run, because a
 * section that has not seen x = 1 is over before y = 1. There is no broken model: x86 keeps the
 * order of loads and of stores by itself, so nothing could be seen here.
 *
 * <p>{@code ./dev stress MessagePassing -m quick}, 2 cores of an AMD EPYC (Zen 4), JDK 25, a busy
 * machine: how often 1, 0 was seen, on membarrier, reader fences and handshake.
 *
 * <pre>
 * Anonymous             0 of 39,725       0 of 127,789        0 of 38,701
 * Nested                0 of 41,773        0 of 90,925        0 of 41,773
 * Overlapping           0 of 37,677        0 of 42,797        0 of 38,701
 * Quiescent             0 of 38,701        0 of 59,181        0 of 38,701
 * Registered            0 of 39,725       0 of 150,317        0 of 38,701
 * Shared                0 of 47,917       0 of 482,093        0 of 37,677
 * </pre>
 */
public abstract class MessagePassing {
    private int x;
    private int y;

    /** Reads the later one first. */
    final void read(Side side, II_Result r) {
        Object section = side.enter();
        r.r1 = y;
        r.r2 = x;
        side.exit(section);
    }

    /** One store on each side of a grace period. */
    final void update(Side side) {
        x = 1;
        side.synchronize();
        y = 1;
    }

    /** What must not be seen. */
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "saw the later store only")
    @Outcome(expect = ACCEPTABLE, desc = "in order")
    public static class Right {}

    /** The real class. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Registered extends MessagePassing {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.REGISTERED, r);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(Side.REGISTERED);
        }
    }

    /** Between two quiescent states. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Quiescent extends MessagePassing {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.QUIESCENT, r);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(Side.QUIESCENT);
        }
    }

    /** Inside another. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Nested extends MessagePassing {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.NESTED, r);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(Side.NESTED);
        }
    }

    /** Without a reader, in a cell of the thread. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Anonymous extends MessagePassing {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.ANONYMOUS, r);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(Side.ANONYMOUS);
        }
    }

    /** In the second of two. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Overlapping extends MessagePassing {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.OVERLAPPING, r);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(Side.OVERLAPPING);
        }
    }

    /** In a shared stripe. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Shared extends MessagePassing {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.SHARED, r);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(Side.SHARED);
        }
    }
}
