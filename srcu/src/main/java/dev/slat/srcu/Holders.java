package dev.slat.srcu;

import dev.slat.srcu.StallReport.Holder;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds out who is inside a domain's sections: for reports and errors. */
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
        if (domain.threadCells().isInside(thread)) {
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

    /** What keeps the domain from being closed: readers and sections. */
    List<String> uses() {
        List<String> uses = new ArrayList<>();
        List<String> readers = new ArrayList<>();
        long open = domain.sharedSections().open();
        for (ReaderCell cell : domain.registry().cells()) {
            if (cell instanceof Reader reader) {
                readers.add(reader.name());
            } else if (cell.isTaken()) {
                open++;
            }
        }
        if (!readers.isEmpty()) {
            uses.add(
                    readers.stream()
                            .limit(NAMES)
                            .collect(
                                    Collectors.joining(
                                            ", ",
                                            readers.size() + " open readers (",
                                            readers.size() > NAMES ? ", ...)" : ")")));
        }
        if (open != 0) {
            uses.add(open + " open read sections");
        }
        return uses;
    }

    /** Whom the grace period that runs waits for; {@code held} are those of the cells. */
    StallReport stallReport(Duration waited, List<Holder> held) {
        List<Holder> holders = new ArrayList<>(held);
        // Those who came after the flip stand in the other bank.
        long others = domain.sharedSections().open(domain.sharedSections().idleBank());
        if (others > 0) {
            holders.add(
                    new Holder(
                            others + " nested, virtual or handed-over sections",
                            Debug.ON ? "listed below" : "not traced without debug mode",
                            List.of(),
                            List.of()));
        }
        if (Debug.ON) {
            for (Debug.Opening opening : domain.debug().before(domain.gracePeriods().sequence())) {
                holders.add(traced(opening));
            }
        }
        return new StallReport(domain.name(), waited, List.copyOf(holders));
    }

    private static Holder traced(Debug.Opening opening) {
        Holder now = thread("open section", opening.thread, "");
        return new Holder(now.reader(), now.thread(), now.where(), opening.where());
    }

    static Holder thread(String reader, @Nullable Thread thread, String role) {
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
