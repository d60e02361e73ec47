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

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The schedule that breaks a grace period which drains only the bank that it leaves, with the
 * reader's stall made explicit.
 *
 * <pre>
 * reader                      updater
 * b = bank                    grace period     (finds nobody, flips)
 * stall until bank != b       x = 1            (unlink)
 * count in bank b             grace period     (drains the bank that it leaves: not b)
 * r1 = x, y = 1               r2 = y
 * leave bank b
 * </pre>
 *
 * <p>0, 0 is a reader that the second grace period missed. All accesses are volatile, so this is
 * the protocol's fault and no processor's.
 *
 * <p>{@code ./dev stress TwoBanks -m quick}, 2 cores of an AMD EPYC (Zen 4), JDK 25, a busy
 * machine: how often 0, 0 was seen, on membarrier, reader fences and handshake.
 *
 * <pre>
 * BothDrained           0 of 70,445       0 of 111,405        0 of 70,445
 * OneDrained     108,523 of 134,957   50,835 of 81,709   17,675 of 47,917
 * Real                  0 of 39,725       0 of 171,821        0 of 38,701
 * </pre>
 */
public abstract class TwoBanks {
    /** Bounded, because an actor may run without the other. */
    private static final int STALL = 1000;

    private static final int HOLD = 40;

    private final AtomicIntegerArray inside = new AtomicIntegerArray(2);
    private volatile int bank;
    private volatile int x;
    private volatile int y;

    private volatile boolean loaded;

    final void read(II_Result r) {
        int entered = bank;
        loaded = true;
        for (int i = 0; i < STALL && bank == entered; i++) {
            Thread.onSpinWait();
        }
        inside.incrementAndGet(entered);
        r.r1 = x;
        pause(HOLD);
        y = 1;
        inside.decrementAndGet(entered);
    }

    final void update(II_Result r, boolean both) {
        for (int i = 0; i < STALL && !loaded; i++) {
            Thread.onSpinWait();
        }
        synchronize(both);
        pause(HOLD / 2);
        x = 1;
        synchronize(both);
        r.r2 = y;
    }

    private static void pause(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    private void synchronize(boolean both) {
        int left = bank;
        if (both) {
            drain(1 - left);
        }
        bank = 1 - left;
        drain(left);
    }

    private void drain(int which) {
        while (inside.get(which) != 0) {
            Thread.onSpinWait();
        }
    }

    /** What must not be seen. */
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "the second grace period missed the reader")
    @Outcome(expect = ACCEPTABLE, desc = "waited, or the reader came later")
    public static class Right {}

    /** The same, and it must be seen. */
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the second grace period missed the reader")
    @Outcome(expect = ACCEPTABLE, desc = "waited, or the reader came later")
    public static class Broken {}

    /** Drains the bank that it leaves. */
    @JCStressTest
    @JCStressMeta(Broken.class)
    @State
    public static class OneDrained extends TwoBanks {
        /** Loads the bank's number, stalls, enters. */
        @Actor
        public void reader(II_Result r) {
            read(r);
        }

        /** Two grace periods. */
        @Actor
        public void updater(II_Result r) {
            update(r, false);
        }
    }

    /** Drains both. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class BothDrained extends TwoBanks {
        /** Loads the bank's number, stalls, enters. */
        @Actor
        public void reader(II_Result r) {
            read(r);
        }

        /** Two grace periods. */
        @Actor
        public void updater(II_Result r) {
            update(r, true);
        }
    }

    /** The real class: its stall is as long as the processor makes it. */
    @JCStressTest
    @JCStressMeta(Right.class)
    @State
    public static class Real extends TwoBanks {
        /** Enters in a shared stripe. */
        @Actor
        public void reader(II_Result r) {
            Object section = Side.SHARED.enter();
            r.r1 = super.x;
            super.y = 1;
            Side.SHARED.exit(section);
        }

        /** Two grace periods. */
        @Actor
        public void updater(II_Result r) {
            Side.SHARED.synchronize();
            super.x = 1;
            Side.SHARED.synchronize();
            r.r2 = super.y;
        }
    }
}
