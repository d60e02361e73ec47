package dev.slat.cli;

import dev.slat.assembler.Disassembler;
import dev.slat.riscv.TracedInstruction;

import java.util.ArrayList;
import java.util.List;

/** The last instructions of the guest's processors as lines of text. */
final class TraceText {
    private TraceText() {}

    /** A heading and the instructions of one processor, oldest first. */
    static List<String> lines(int cpu, List<TracedInstruction> instructions) {
        List<String> lines = new ArrayList<>();
        lines.add("the last %d instructions of processor %d:".formatted(instructions.size(), cpu));
        for (TracedInstruction i : instructions) {
            int length = (i.word() & 3) == 3 ? 4 : 2;
            lines.add(
                    "  %c %016x  %-8s  %s"
                            .formatted(
                                    "US?M".charAt(i.privilege()),
                                    i.pc(),
                                    ("%0" + 2 * length + "x").formatted(i.word()),
                                    Disassembler.text(i.word())));
        }
        return lines;
    }
}
