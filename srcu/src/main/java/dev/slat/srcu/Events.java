package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

/**
 * Events for Java Flight Recorder, if the program has that module; the library needs java.base
 * only.
 */
final class Events {
    private static final boolean PRESENT =
            ModuleLayer.boot()
                    .findModule("jdk.jfr")
                    .filter(Events.class.getModule()::canRead)
                    .isPresent();

    private Events() {}

    /** A grace period begins. */
    static @Nullable Object gracePeriod() {
        return PRESENT && FlightEvents.areWanted() ? FlightEvents.gracePeriod() : null;
    }

    /** It has ended. */
    static void end(@Nullable Object gracePeriod, Srcu domain, long sequence) {
        if (gracePeriod != null) {
            FlightEvents.end(gracePeriod, domain.name(), sequence);
        }
    }

    static void stall(StallReport report) {
        if (PRESENT && FlightEvents.areWanted()) {
            FlightEvents.stall(report);
        }
    }
}
