package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Debug mode ({@code -Ddev.slat.srcu.debug=true}): remembers where each open section was entered,
 * reports those that were dropped without being closed, and knows which ones a thread is in. Off,
 * it is compiled away.
 */
final class Debug {
    /** Constant, so that C2 leaves the debugging out altogether. */
    static final boolean ON = Boolean.getBoolean("dev.slat.srcu.debug");

    private static final @Nullable Cleaner CLEANER = ON ? Cleaner.create() : null;

    private final Srcu domain;
    private final Set<Opening> open = ConcurrentHashMap.newKeySet();

    /** One entry: who and where. */
    static final class Opening {
        final Thread thread = Thread.currentThread();
        final Throwable stack = new Throwable("entered here by " + thread);
        final long sequence;

        /** Another thread may end it. */
        final boolean handedOver;

        Cleaner.@Nullable Cleanable leak;

        Opening(long sequence, boolean handedOver) {
            this.sequence = sequence;
            this.handedOver = handedOver;
        }

        List<StackTraceElement> where() {
            return List.of(stack.getStackTrace());
        }
    }

    Debug(Srcu domain) {
        this.domain = domain;
    }

    /** A section begins that is lost if {@code section} becomes unreachable. */
    Opening entered(Section section) {
        return traced(section, opened(false));
    }

    /** A section begins that some other thread may end. */
    Opening entered(Handover section) {
        return traced(section, opened(true));
    }

    /** A reader begins to live inside; its domain keeps it. */
    Opening online() {
        return opened(false);
    }

    private Opening opened(boolean handedOver) {
        Opening opening = new Opening(domain.gracePeriods().sequence(), handedOver);
        open.add(opening);
        return opening;
    }

    private Opening traced(Object section, Opening opening) {
        try {
            opening.leak = Objects.requireNonNull(CLEANER).register(section, () -> lost(opening));
            return opening;
        } catch (Throwable e) { // no memory: the section will not be
            open.remove(opening);
            throw e;
        }
    }

    /** It has ended. */
    void left(Opening opening) {
        open.remove(opening);
        if (opening.leak != null) {
            opening.leak.clean();
        }
    }

    private void lost(Opening opening) {
        if (open.contains(opening)) {
            Reclaim.report(
                    "a section of %s was never closed; its grace periods will not end",
                    domain, opening.stack);
        }
    }

    /** A section that the thread is in, and must end itself. */
    Optional<Opening> of(Thread thread) {
        return open.stream()
                .filter(opening -> opening.thread == thread && !opening.handedOver)
                .findFirst();
    }

    /** Open sections that were entered before the grace period with this sequence began. */
    List<Opening> before(long sequence) {
        return open.stream().filter(opening -> opening.sequence < sequence).toList();
    }
}
