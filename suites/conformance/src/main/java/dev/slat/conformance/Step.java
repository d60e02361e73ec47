package dev.slat.conformance;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Instruction;

import java.util.ArrayList;
import java.util.List;

/**
 * One instruction of a random sequence.
 *
 * @param operands in the order of assembly text, without the target of a jump
 * @param skip 0, or for a branch or jump: the target is the start of this many units ahead
 */
record Step(Instruction instruction, List<Long> operands, int skip) {
    static Step of(Instruction instruction, long... operands) {
        return new Step(instruction, boxed(operands), 0);
    }

    static Step skipping(int units, Instruction instruction, long... operands) {
        return new Step(instruction, boxed(operands), units);
    }

    /** This step after the unit {@code distance} ahead of it has been dropped. */
    Step overDropped(int distance) {
        boolean jumpsOver = distance > 0 && skip > distance;
        return jumpsOver ? new Step(instruction, operands, skip - 1) : this;
    }

    void assemble(Assembler code, String target) {
        long[] values = operands.stream().mapToLong(Long::longValue).toArray();
        if (skip > 0) {
            code.emitTo(target, instruction, values);
        } else {
            code.emit(instruction, values);
        }
    }

    /** The text that {@link #parse} reads: {@code BEQ 5 6 >3}. */
    String text() {
        StringBuilder text = new StringBuilder(instruction.name());
        operands.forEach(value -> text.append(' ').append(value));
        if (skip > 0) {
            text.append(" >").append(skip);
        }
        return text.toString();
    }

    static Step parse(String text) {
        String[] words = text.strip().split(" ", -1);
        List<Long> operands = new ArrayList<>();
        int skip = 0;
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith(">")) {
                skip = Integer.parseInt(words[i].substring(1));
            } else {
                operands.add(Long.parseLong(words[i]));
            }
        }
        return new Step(Instruction.valueOf(words[0]), List.copyOf(operands), skip);
    }

    private static List<Long> boxed(long[] values) {
        List<Long> list = new ArrayList<>();
        for (long value : values) {
            list.add(value);
        }
        return List.copyOf(list);
    }
}
