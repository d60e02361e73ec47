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
 * <p>TABLE
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
    private static final int LONG = 1000;

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
