package dev.slat.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.slat.srcu.Cookie;
import dev.slat.srcu.Handover;
import dev.slat.srcu.Srcu;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A section that begins on one thread and ends on another: store buffering, where the updater
 * itself ends the section that it waits for, between two tries.
 *
 * <pre>
 * reader            updater
 * down              x = 1
 * r1 = x            until a grace period has passed: up, if the section has come
 * y = 1             r2 = y
 * hand over
 * </pre>
 *
 * <p>0, 0 is forbidden.
 *
 * <p>{@code ./dev stress ExitElsewhere -m quick}, 2 cores of an AMD EPYC (Zen 4), JDK 25, a busy
 * machine: how often 0, 0 was seen, on membarrier, reader fences and handshake.
 *
 * <pre>
 * ExitElsewhere         0 of 40,749        0 of 38,701        0 of 38,701
 * </pre>
 */
@JCStressTest
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "the grace period missed the reader")
@Outcome(expect = ACCEPTABLE, desc = "one saw the other")
@State
public class ExitElsewhere {
    // Of the sample's own: the reader runs ahead to the next sample, and in a domain that they
    // shared
    // that section would hold this grace period, and only the updater could end it.
    private final Srcu domain = Srcu.create("sample");

    private final AtomicReference<@Nullable Handover> section = new AtomicReference<>(null);
    private int x;
    private int y;

    /** Begins. */
    @Actor
    public void reader(II_Result r) {
        SlowStores.fill();
        Handover begun = domain.down();
        r.r1 = x;
        y = 1;
        section.set(begun);
    }

    /** Ends. */
    @Actor
    public void updater(II_Result r) {
        x = 1;
        Cookie cookie = domain.cookie();
        while (!hasPassed(cookie)) {
            end();
        }
        r.r2 = y;
    }

    private boolean hasPassed(Cookie cookie) {
        try {
            return domain.synchronize(cookie, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError("jcstress interrupts nobody", e);
        }
    }

    /** The reader may have come after the grace period. */
    @Arbiter
    public void end() {
        Handover begun = section.getAndSet(null);
        if (begun != null) {
            begun.up();
        }
    }
}
