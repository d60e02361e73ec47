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
 * <p>TABLE
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
