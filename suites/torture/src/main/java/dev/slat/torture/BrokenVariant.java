package dev.slat.torture;

import dev.slat.srcu.Barrier;
import dev.slat.srcu.Srcu;
import dev.slat.srcu.internal.Fault;
import dev.slat.torture.run.Labelled;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is tortured: the library as it is, or with a fault that the torture must find. A torture
 * that finds nothing in a broken library says nothing about a whole one.
 */
public enum BrokenVariant implements Labelled {
    /** Not broken. */
    NONE(Fault.NONE),
    /** Only one of the two banks of shared sections is drained. */
    NO_SECOND_BANK_SCAN(Fault.NO_IDLE_BANK_SCAN),
    /** The updater runs no barrier in its readers. */
    NO_HEAVY_BARRIER(Fault.NO_HEAVY_BARRIER),
    /** A grace period waits for nobody. */
    NO_WAIT(Fault.NO_WAIT),
    /** The cells of readers and threads are not looked at. */
    NO_CELL_SCAN(Fault.NO_CELL_SCAN),
    /** A grace period that runs already is taken for the caller's. */
    SHARED_TOO_EARLY(Fault.SHARES_TOO_EARLY),
    /** A reader's exit is counted before its last look. */
    EARLY_EXIT(Fault.NONE),
    /** An updater's callback does not wait for a grace period. */
    EAGER_CALLBACK(Fault.NONE),
    /** An updater's cookie is older than its update. */
    STALE_COOKIE(Fault.NONE),
    /** An updater frees after a wait that was interrupted. */
    INTERRUPTED_FREES(Fault.NONE),
    /** The callbacks that should have run are not waited for. */
    NO_CALLBACK_WAIT(Fault.NONE);

    final Fault fault;

    BrokenVariant(Fault fault) {
        this.fault = fault;
    }

    /** The parts of a run that find its fault. */
    public List<Part> parts() {
        return switch (this) {
            case NONE -> Part.ALL;
            case NO_SECOND_BANK_SCAN -> List.of(Part.STRAGGLERS);
            case NO_HEAVY_BARRIER -> List.of(Part.STORE_MISS);
            default -> List.of(Part.MIX);
        };
    }

    /** Those that are broken. */
    public static List<BrokenVariant> broken() {
        return Arrays.stream(values()).filter(variant -> variant != NONE).toList();
    }

    /** The broken variant of that {@link #label}. */
    public static Optional<BrokenVariant> of(String label) {
        return Labelled.find(broken(), label);
    }

    /** Why its fault cannot show in this process; empty if it can. */
    public Optional<String> whyHidden() {
        if (this == NO_HEAVY_BARRIER && Srcu.barrier() == Barrier.FENCES) {
            return Optional.of(
                    label()
                            + " cannot fail here: the barrier is FENCES, and the readers' own"
                            + " fences hide what is missing");
        }
        return Optional.empty();
    }

    /** The ways of its updaters. */
    List<WriterKind> writers() {
        return switch (this) {
            case EAGER_CALLBACK -> List.of(BrokenWriter.EAGER_CALLBACK);
            case STALE_COOKIE -> List.of(BrokenWriter.STALE_COOKIE);
            case INTERRUPTED_FREES -> List.of(BrokenWriter.INTERRUPTED_FREES);
            default -> List.of(UsualWriter.values());
        };
    }
}
