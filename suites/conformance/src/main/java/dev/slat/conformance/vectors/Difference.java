package dev.slat.conformance.vectors;

import java.nio.file.Path;

/**
 * One answer that was another than expected.
 *
 * @param got the answer, or what the machine threw instead
 */
record Difference(Path file, Vector.Step step, Answer expected, String got) {
    /** One line for the user. */
    @Override
    public String toString() {
        return "%s:%d: %s: expected %s got %s"
                .formatted(file, step.line(), step.text(), expected, got);
    }
}
