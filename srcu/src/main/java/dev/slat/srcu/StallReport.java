package dev.slat.srcu;

import java.time.Duration;
import java.util.List;

/**
 * A grace period that waits too long: for whom, and where they are.
 *
 * @param domain the domain's name
 * @param waited since the grace period began
 * @param holders the readers that it waits for; some may have left while the report was made
 */
public record StallReport(String domain, Duration waited, List<Holder> holders) {
    /**
     * A reader, or a thread in an anonymous section.
     *
     * @param reader the reader's name, or what kind of section it is
     * @param thread the thread, and its state; of a registered reader the thread that registered
     *     it, or in debug mode the one that entered
     * @param where the thread's stack now; empty if it is not known or has ended
     * @param enteredAt the stack when the section was entered; only in debug mode
     */
    public record Holder(
            String reader,
            String thread,
            List<StackTraceElement> where,
            List<StackTraceElement> enteredAt) {}

    /** Writes it to the system logger. */
    void log() {
        Reclaim.report("%s", this, null);
    }

    /** Several lines for people. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(
                        "a grace period of SRCU domain %s has waited %d ms for"
                                .formatted(domain, waited.toMillis()));
        text.append(holders.isEmpty() ? " readers that have left since" : ":");
        for (Holder holder : holders) {
            text.append("\n  ").append(holder.reader).append(", ").append(holder.thread);
            append(text, holder.where, "is at");
            append(text, holder.enteredAt, "entered at");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<StackTraceElement> stack, String what) {
        if (!stack.isEmpty()) {
            text.append("\n    ").append(what);
            stack.forEach(frame -> text.append("\n      ").append(frame));
        }
    }
}
