package dev.slat.conformance;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How a batch ended on our hart: with the blocks of all sequences, or with a problem.
 *
 * @param problem what went wrong, or null
 */
record Outcome(List<Block> blocks, @Nullable String problem) {
    static Outcome of(List<Block> blocks) {
        return new Outcome(blocks, null);
    }

    static Outcome failed(String problem) {
        return new Outcome(List.of(), problem);
    }
}
