package dev.slat.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.slat.memory.slots.DirtyBitmap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A write by the host meets a log that is being taken: is it lost?
 *
 * <pre>
 * before: the page is marked
 * writer                       taker
 * bytes = 1                    take the mark   (atomic exchange)
 * mark, unless it is marked    r1 = bytes      (the copy of the page)
 *
 * after: r2 = whether the page is marked
 * </pre>
 *
 * <p>A copy without the bytes needs a mark for the next round: 0, 0 is forbidden. The writer leaves
 * the mark out if it sees one, so its bytes must be there before it looks.
 *
 * <p>{@code ./dev stress DirtyMark -m quick}, 2 cores of an AMD EPYC (Zen 4), JDK 25: how often 0,
 * 0 was seen, in three runs (the barriers of srcu play no part).
 *
 * <pre>
 * Bitmap                0 of 314,157         0 of 126,765          0 of 1,831,725
 * ModelBroken     119,088 of 439,085   165,640 of 461,613  1,210,842 of 2,803,501
 * ModelFixed            0 of 439,085         0 of 559,917          0 of 2,362,157
 * </pre>
 */
public abstract class DirtyMark {
    private static final VarHandle BYTES;
    private static final VarHandle MARK;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            BYTES = lookup.findVarHandle(DirtyMark.class, "bytes", int.class);
            MARK = lookup.findVarHandle(Model.class, "mark", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through BYTES
    private int bytes;

    /** Marks the page unless it is marked. */
    abstract void mark();

    /** Takes the mark. */
    abstract void take();

    /** Whether the page is marked. */
    abstract boolean isMarked();

    final void write() {
        SlowStores.fill();
        BYTES.setOpaque(this, 1);
        mark();
    }

    final void copy(II_Result r) {
        take();
        r.r1 = (int) BYTES.getOpaque(this);
    }

    final void after(II_Result r) {
        r.r2 = isMarked() ? 1 : 0;
    }

    /** The bitmap in a few lines, with its fence or without. */
    abstract static class Model extends DirtyMark {
        private final boolean fenced;

        @SuppressWarnings("FieldMayBeFinal") // through MARK
        private long mark = 1;

        Model(boolean fenced) {
            this.fenced = fenced;
        }

        @Override
        final void mark() {
            if (fenced) {
                VarHandle.fullFence();
            }
            if ((long) MARK.getOpaque(this) == 0) {
                MARK.getAndBitwiseOr(this, 1L);
            }
        }

        @Override
        final void take() {
            MARK.getAndSet(this, 0L);
        }

        @Override
        final boolean isMarked() {
            return (long) MARK.getVolatile(this) != 0;
        }
    }

    /** What must not be seen. */
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "neither in the copy nor marked: lost")
    @Outcome(expect = ACCEPTABLE, desc = "in the copy, or marked")
    public static class Right {}

    /** The same, and it must be seen: the test can tell. */
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "neither in the copy nor marked: lost")
    @Outcome(expect = ACCEPTABLE, desc = "in the copy, or marked")
    public static class Broken {}

    /** No order between the bytes and the look at the mark. */
    @JCStressTest
    @JCStressMeta(Broken.class)
    @State
    public static class ModelBroken extends Model {
        /** An unmarked write may be lost. */
        public ModelBroken() {
            super(false);
        }

        /** One thread. */
        @Actor
        public void writer() {
            write();
        }

        /** The other. */
        @Actor
        public void taker(II_Result r) {
            copy(r);
        }

        /** Both are through. */
        @Arbiter
        public void arbiter(II_Result r) {
            after(r);
        }
    }

    /** A fence between. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class ModelFixed extends Model {
        /** No write is lost. */
        public ModelFixed() {
            super(true);
        }

        /** One thread. */
        @Actor
        public void writer() {
            write();
        }

        /** The other. */
        @Actor
        public void taker(II_Result r) {
            copy(r);
        }

        /** Both are through. */
        @Arbiter
        public void arbiter(II_Result r) {
            after(r);
        }
    }

    /** The real class. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Bitmap extends DirtyMark {
        private final DirtyBitmap bitmap = new DirtyBitmap(Long.SIZE);

        /** Marked once. */
        public Bitmap() {
            bitmap.mark(0);
        }

        @Override
        void mark() {
            bitmap.mark(0);
        }

        @Override
        void take() {
            bitmap.take(0);
        }

        @Override
        boolean isMarked() {
            return bitmap.word(0) != 0;
        }

        /** One thread. */
        @Actor
        public void writer() {
            write();
        }

        /** The other. */
        @Actor
        public void taker(II_Result r) {
            copy(r);
        }

        /** Both are through. */
        @Arbiter
        public void arbiter(II_Result r) {
            after(r);
        }
    }
}
