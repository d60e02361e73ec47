package dev.slat.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Use after free: the reader looks again at what it holds.
 *
 * <pre>
 * reader            updater
 * enter             x = 1           (unlink)
 * r1 = x            grace period
 * r2 = y            y = 1           (free)
 * exit
 * </pre>
 *
 * <p>Who holds the old one does not see it freed: 0, 1 is forbidden.
 *
 * <p>{@code ./dev stress UseAfterFree -m quick}, 2 cores of an AMD EPYC (Zen 4), JDK 25, a busy
 * machine: how often 0, 1 was seen, on membarrier, reader fences and handshake.
 *
 * <pre>
 * Anonymous             0 of 45,869       0 of 161,581        0 of 40,749
 * ModelBroken     50,230 of 363,309  49,636 of 304,941  25,823 of 161,581
 * ModelFixed           0 of 170,797       0 of 118,573       0 of 167,725
 * Nested                0 of 40,749       0 of 170,797        0 of 44,845
 * Overlapping           0 of 47,917        0 of 83,757        0 of 41,773
 * Quiescent             0 of 46,893        0 of 48,941        0 of 42,797
 * Registered            0 of 41,773       0 of 366,381        0 of 41,773
 * Shared                0 of 40,749       0 of 272,173        0 of 43,821
 * TwoDomains          971 of 38,701      438 of 39,725        1 of 38,701
 * </pre>
 *
 * <p>TwoDomains held its section for 1,000 turns then, and does for 5,000 now, because a handshake
 * is longer.
 */
public abstract class UseAfterFree {
    private static final VarHandle X;
    private static final VarHandle Y;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            X = lookup.findVarHandle(UseAfterFree.class, "x", int.class);
            Y = lookup.findVarHandle(UseAfterFree.class, "y", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** About as long as the reader's store waits. */
    private static final int SHORT = 2;

    /** Longer than most grace periods. */
    private static final int LONG = 5000;

    private int x;
    private int y;

    /** Reads the link, does something, and looks whether it still may. */
    final void read(Side side, II_Result r, int hold) {
        SlowStores.fill();
        Object section = side.enter();
        r.r1 = x;
        for (int i = 0; i < hold; i++) {
            Thread.onSpinWait();
        }
        r.r2 = (int) Y.getOpaque(this);
        side.exit(section);
    }

    /** Unlinks, waits and frees. */
    final void update(Side side) {
        X.setRelease(this, 1);
        side.synchronize();
        Y.setOpaque(this, 1);
    }

    /** What must not be seen. */
    @Outcome(id = "0, 1", expect = FORBIDDEN, desc = "freed in the hands of a reader")
    @Outcome(expect = ACCEPTABLE, desc = "not freed too early")
    public static class Right {}

    /** The same, and it must be seen: the test can tell. */
    @Outcome(id = "0, 1", expect = ACCEPTABLE_INTERESTING, desc = "freed in the hands of a reader")
    @Outcome(expect = ACCEPTABLE, desc = "not freed too early")
    public static class Broken {}

    /** No order between the cell and the link. */
    @JCStressTest
    @JCStressMeta(Broken.class)
    @State
    public static class ModelBroken extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(CellModel.BROKEN, r, SHORT);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(CellModel.BROKEN);
        }
    }

    /** A fence between. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class ModelFixed extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(CellModel.FIXED, r, SHORT);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(CellModel.FIXED);
        }
    }

    /** The real class. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Registered extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.REGISTERED, r, SHORT);
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
    public static class Quiescent extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.QUIESCENT, r, SHORT);
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
    public static class Nested extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.NESTED, r, SHORT);
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
    public static class Anonymous extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.ANONYMOUS, r, SHORT);
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
    public static class Overlapping extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.OVERLAPPING, r, SHORT);
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
    public static class Shared extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.SHARED, r, SHORT);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(Side.SHARED);
        }
    }

    /** The grace period of another domain means nothing. */
    @JCStressTest
    @JCStressMeta(Broken.class)
    @State
    public static class TwoDomains extends UseAfterFree {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.TWO_DOMAINS, r, LONG);
        }

        /** The other. */
        @Actor
        public void updater() {
            update(Side.TWO_DOMAINS);
        }
    }
}
