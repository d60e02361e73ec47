package dev.slat.srcu;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The events themselves; loaded only where Java Flight Recorder is. */
final class FlightEvents {
    private FlightEvents() {}

    /** One grace period, from its beginning to its end. */
    @Name("dev.slat.srcu.GracePeriod")
    @Label("SRCU Grace Period")
    @Category("SRCU")
    @StackTrace(false)
    static final class GracePeriod extends Event {
        @Label("Domain")
        String domain = "";

        @Label("Sequence")
        long sequence;
    }

    /** A grace period that waits too long. */
    @Name("dev.slat.srcu.Stall")
    @Label("SRCU Stall")
    @Category("SRCU")
    static final class Stall extends Event {
        @Label("Domain")
        String domain = "";

        @Label("Waited (ms)")
        long waitedMillis;

        @Label("Report")
        String report = "";
    }

    /**
     * Whether anything was ever recorded. Before that the events themselves are not touched: to
     * load the first one costs half a second, which would fall on the first grace period.
     */
    static boolean areWanted() {
        return FlightRecorder.isInitialized();
    }

    static Object gracePeriod() {
        GracePeriod event = new GracePeriod();
        event.begin();
        return event;
    }

    static void end(Object begun, String domain, long sequence) {
        GracePeriod event = (GracePeriod) begun;
        event.end();
        if (event.shouldCommit()) {
            event.domain = domain;
            event.sequence = sequence;
            event.commit();
        }
    }

    static void stall(StallReport report) {
        Stall event = new Stall();
        if (event.shouldCommit()) {
            event.domain = report.domain();
            event.waitedMillis = report.waited().toMillis();
            event.report = report.toString();
            event.commit();
        }
    }
}
