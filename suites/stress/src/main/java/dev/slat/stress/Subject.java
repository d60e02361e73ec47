package dev.slat.stress;

import dev.slat.srcu.Reader;
import dev.slat.srcu.Srcu;
import dev.slat.srcu.internal.Fault;
import dev.slat.srcu.internal.FaultyDomain;

/**
 * What all samples of a test share. jcstress runs each test in a JVM of its own, and each actor of
 * it on one thread at a time: so a reader may be static, and a sample costs no registration.
 */
final class Subject {
    /** The domain under test. */
    static final Srcu DOMAIN = Srcu.create("stress");

    /** Another domain, whose grace periods mean nothing to readers of the first. */
    static final Srcu OTHER = Srcu.create("other");

    /** The real class with one line left out. */
    static final Srcu UNFENCED =
            FaultyDomain.create(Srcu.builder("without barrier"), Fault.NO_HEAVY_BARRIER);

    /** Each for one actor. */
    static final Reader READER = DOMAIN.register("reader");

    static final Reader UNFENCED_READER = UNFENCED.register("reader");

    private Subject() {}
}
