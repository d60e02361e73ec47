package dev.slat.conformance.vectors;

import java.util.ArrayList;
import java.util.List;

/** Runs a scenario on a machine and compares its answers with those of one kernel. */
final class VectorRunner {
    private VectorRunner() {}

    /**
     * Runs all operations, also after a difference, until the machine throws.
     *
     * @param kernel whose answers count; the first one's where the file does not name it
     * @return the differences, in the order of the file
     */
    static List<Difference> run(Vector vector, VectorMachine machine, String kernel) {
        List<Difference> differences = new ArrayList<>();
        for (Vector.Step step : vector.steps()) {
            Answer expected = step.answer(kernel);
            try {
                Answer got = machine.perform(step.operation());
                if (!expected.accepts(got)) {
                    differences.add(new Difference(vector.file(), step, expected, got.toString()));
                }
            } catch (RuntimeException | Error e) {
                // What follows would only tell of the same fault.
                differences.add(new Difference(vector.file(), step, expected, "thrown " + e));
                break;
            }
        }
        return differences;
    }
}
