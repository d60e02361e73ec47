package dev.slat.conformance;

import dev.slat.assembler.Disassembler;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A sequence after which qemu and our hart differ.
 *
 * @param differences what differs, one line each
 */
record Finding(Sequence sequence, List<String> differences) {
    /** The finding that a sequence makes when it runs alone, or null if both agree. */
    static @Nullable Finding of(Sequence sequence) {
        Batch batch = new Batch(List.of(sequence));
        List<Block> qemu = QemuUser.run(batch);
        Outcome slat = SlatHart.run(batch);
        if (slat.problem() != null) {
            return new Finding(sequence, List.of(slat.problem()));
        }
        List<String> differences = Block.differences(qemu.getFirst(), slat.blocks().getFirst());
        return differences.isEmpty() ? null : new Finding(sequence, differences);
    }

    /** The same finding with every unit dropped that it does not need. */
    Finding shrink() {
        Finding smallest = this;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int i = smallest.sequence.units().size() - 1; i >= 0; i--) {
                Finding less = of(smallest.sequence.without(i));
                if (less != null) {
                    smallest = less;
                    smaller = true;
                }
            }
        }
        return smallest;
    }

    /** The instructions as assembly and the differences, for people. */
    String report() {
        StringBuilder report = new StringBuilder();
        for (List<Step> unit : sequence.units()) {
            for (Step step : unit) {
                report.append("    ").append(assembly(step)).append('\n');
            }
        }
        differences.forEach(line -> report.append("  ").append(line).append('\n'));
        return report.toString();
    }

    private static String assembly(Step step) {
        if (step.skip() > 0) {
            return step.text();
        }
        long[] operands = step.operands().stream().mapToLong(Long::longValue).toArray();
        return Disassembler.text(step.instruction().encode(operands));
    }
}
