package dev.slat.torture;

import dev.slat.torture.run.Labelled;

import java.util.List;
import java.util.Optional;

/**
 * The parts of a run. They take turns: each starts its own threads and ends them, so that the
 * domain falls idle again and again and no thread stays for long.
 */
public enum Part implements Labelled {
    /** Every kind of reader and updater at once, on elements that grow old. */
    MIX(3) {
        @Override
        boolean run(Trial trial, long nanos) throws InterruptedException {
            return Mix.run(trial, nanos);
        }
    },
    /** Tight registered readers after stores that miss the caches, and a tight updater. */
    STORE_MISS(2) {
        @Override
        boolean run(Trial trial, long nanos) throws InterruptedException {
            return StoreMiss.run(trial, nanos);
        }
    },
    /** Readers that are stopped while they enter a shared section, and a tight updater. */
    STRAGGLERS(1) {
        @Override
        boolean run(Trial trial, long nanos) throws InterruptedException {
            return Stragglers.run(trial, nanos);
        }
    },
    /** Readers and callbacks without end. */
    PROGRESS(1) {
        @Override
        boolean run(Trial trial, long nanos) throws InterruptedException {
            return ForwardProgress.run(trial, nanos);
        }
    };

    /** All of them. */
    public static final List<Part> ALL = List.of(values());

    /** Its share of the time. */
    final int weight;

    Part(int weight) {
        this.weight = weight;
    }

    /** The part of that {@link #label}. */
    public static Optional<Part> of(String label) {
        return Labelled.find(ALL, label);
    }

    /** Runs for a time; false if it hangs. */
    abstract boolean run(Trial trial, long nanos) throws InterruptedException;
}
