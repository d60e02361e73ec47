package dev.slat.srcu;

import dev.slat.srcu.StallReport.Holder;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Finds out who is inside a domain's sections: for reports and errors, never for a decision. */
final class Holders {
    private static final int NAMES = 10;

    private final Srcu domain;

    Holders(Srcu domain) {
        this.domain = domain;
    }

    /** Throws if the thread is known to be inside a section: it would wait for itself. */
    void requireOutside(Thread thread) {
        if (Debug.ON) {
            domain.debug()
                    .of(thread)
                    .ifPresent(
                            opening -> {
                                throw selfDeadlock(thread, opening.stack);
                            });
        }
        Stripe stripe = domain.anonymousReaders().at(thread.threadId());
        if (stripe.isOwnedBy(thread.threadId()) && stripe.open() != 0) {
            throw selfDeadlock(thread, null);
        }
    }

    private SrcuException selfDeadlock(Thread thread, @Nullable Throwable entered) {
        var error =
                new SrcuException.SelfDeadlock(
                        "%s waits for %s inside a section of it".formatted(thread, domain));
        if (entered != null) {
            error.initCause(entered);
        }
        return error;
    }

    /** What keeps the domain from being closed; empty if nothing does. */
    String inUse() {
        List<String> uses = new ArrayList<>();
        Reader[] readers = domain.registry().readers();
        if (readers.length > 0) {
            uses.add(
                    Arrays.stream(readers)
                            .limit(NAMES)
                            .map(Reader::name)
                            .collect(
                                    Collectors.joining(
                                            ", ",
                                            readers.length + " open readers (",
                                            readers.length > NAMES ? ", ...)" : ")")));
        }
        long open = Arrays.stream(stripes()).mapToLong(Stripe::open).sum();
        if (open != 0) {
            uses.add(open + " open read sections");
        }
        return String.join(", ", uses);
    }

    private Stripe[] stripes() {
        return domain.anonymousReaders().all();
    }

    /** Whom the grace period that runs waits for. */
    StallReport stallReport(Duration waited) {
        List<Holder> holders = new ArrayList<>();
        long old = domain.epoch().now() - 1;
        for (Reader reader : domain.registry().readers()) {
            if (!reader.isPast(old)) {
                holders.add(reader(reader));
            }
        }
        // Those who came after the flip stand in the other bank.
        int drained = domain.anonymousReaders().idleBank();
        long others = 0;
        for (Stripe stripe : stripes()) {
            long open = stripe.open(drained);
            if (open != 0 && !stripe.isShared()) {
                holders.add(thread("anonymous section", stripe.thread(), ""));
            } else {
                others += open;
            }
        }
        if (others > 0) {
            holders.add(
                    new Holder(
                            others + " sections of virtual threads and hand-overs",
                            Debug.ON ? "listed below" : "not traced without debug mode",
                            List.of(),
                            List.of()));
        }
        if (Debug.ON) {
            for (Debug.Opening opening : domain.debug().all()) {
                holders.add(traced(opening));
            }
        }
        return new StallReport(domain.name(), waited, List.copyOf(holders));
    }

    private static Holder reader(Reader reader) {
        return thread("reader " + reader.name(), reader.registrar(), "registered by ");
    }

    private static Holder traced(Debug.Opening opening) {
        Holder now = thread("open section", opening.thread, "");
        return new Holder(now.reader(), now.thread(), now.where(), opening.where());
    }

    private static Holder thread(String reader, @Nullable Thread thread, String role) {
        if (thread == null || !thread.isAlive()) {
            String name = thread == null ? "a thread" : "thread " + thread.getName();
            return new Holder(reader, role + name + " that has ended", List.of(), List.of());
        }
        return new Holder(
                reader,
                "%sthread %s (%s)".formatted(role, thread.getName(), thread.getState()),
                List.of(thread.getStackTrace()),
                List.of());
    }
}
