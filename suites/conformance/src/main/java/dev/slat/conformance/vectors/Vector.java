package dev.slat.conformance.vectors;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One scenario.
 *
 * @param kernels who answered, by name; the first one's answers are the plain ones
 */
record Vector(Path file, Needs needs, List<String> kernels, List<Step> steps) {
    /**
     * One operation and its answers.
     *
     * @param line its line in the file, from 1
     * @param text the operation as written
     * @param others answers of kernels that differ from the first
     */
    record Step(
            int line, String text, Operation operation, Answer base, Map<String, Answer> others) {
        /** What a kernel answered. */
        Answer answer(String kernel) {
            return others.getOrDefault(kernel, base);
        }
    }
}
