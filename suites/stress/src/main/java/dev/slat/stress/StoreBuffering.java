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
 * Store buffering: does a grace period wait for a reader that has read the old link?
 *
 * <pre>
 * reader            updater
 * enter             x = 1           (unlink)
 * r1 = x            grace period
 * y = 1             r2 = y
 * exit
 * </pre>
 *
 * <p>A reader that did not see the unlink has left when the grace period ends: 0, 0 is forbidden.
 *
 * <p>{@code ./dev stress StoreBuffering -m quick}, 2 cores of an AMD EPYC (Zen 4), JDK 25, a busy
 * machine: how often 0, 0 was seen, on membarrier, reader fences and handshake.
 *
 * <pre>
 * Anonymous             0 of 39,725       0 of 128,813        0 of 40,749
 * ModelBroken     22,172 of 115,501    1,738 of 52,013       49 of 44,845
 * ModelFixed            0 of 44,845       0 of 276,269       0 of 157,485
 * Nested                0 of 43,821        0 of 47,917        0 of 41,773
 * Overlapping           0 of 39,725       0 of 142,125        0 of 37,677
 * Quiescent             0 of 38,701       0 of 141,101        0 of 41,773
 * Registered            0 of 38,701       0 of 293,677        0 of 38,701
 * Shared                0 of 41,773        0 of 65,325        0 of 41,773
 * Unfenced            224 of 45,869                  -       15 of 43,821
 * </pre>
 */
public abstract class StoreBuffering {
    private static final VarHandle X;
    private static final VarHandle Y;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            X = lookup.findVarHandle(StoreBuffering.class, "x", int.class);
            Y = lookup.findVarHandle(StoreBuffering.class, "y", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int x;
    private int y;

    /** Reads the link, and says that it has. */
    final void read(Side side, II_Result r) {
        SlowStores.fill();
        Object section = side.enter();
        r.r1 = x;
        Y.setOpaque(this, 1);
        side.exit(section);
    }

    /** Unlinks, waits, and looks whether the reader was through. */
    final void update(Side side, II_Result r) {
        X.setRelease(this, 1);
        side.synchronize();
        r.r2 = (int) Y.getOpaque(this);
    }

    /** What must not be seen. */
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "the grace period missed the reader")
    @Outcome(expect = ACCEPTABLE, desc = "one saw the other")
    public static class Right {}

    /** The same, and it must be seen: the test can tell. */
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the grace period missed the reader")
    @Outcome(expect = ACCEPTABLE, desc = "one saw the other")
    public static class Broken {}

    /** No order between the cell and the link. */
    @JCStressTest
    @JCStressMeta(Broken.class)
    @State
    public static class ModelBroken extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(CellModel.BROKEN, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(CellModel.BROKEN, r);
        }
    }

    /** A fence between. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class ModelFixed extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(CellModel.FIXED, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(CellModel.FIXED, r);
        }
    }

    /** The real class. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Registered extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.REGISTERED, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(Side.REGISTERED, r);
        }
    }

    /** Between two quiescent states. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Quiescent extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.QUIESCENT, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(Side.QUIESCENT, r);
        }
    }

    /** Inside another. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Nested extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.NESTED, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(Side.NESTED, r);
        }
    }

    /** Without a reader, in a cell of the thread. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Anonymous extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.ANONYMOUS, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(Side.ANONYMOUS, r);
        }
    }

    /** In the second of two. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Overlapping extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.OVERLAPPING, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(Side.OVERLAPPING, r);
        }
    }

    /** In a shared stripe. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Shared extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.SHARED, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(Side.SHARED, r);
        }
    }

    /** The real class without its barrier. */
    @JCStressTest
    @JCStressMeta(Broken.class)
    @State
    public static class Unfenced extends StoreBuffering {
        /** One thread. */
        @Actor
        public void reader(II_Result r) {
            read(Side.UNFENCED_REAL, r);
        }

        /** The other. */
        @Actor
        public void updater(II_Result r) {
            update(Side.UNFENCED_REAL, r);
        }
    }
}
