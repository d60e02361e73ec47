package dev.slat.assembler;

import java.util.List;
import java.util.random.RandomGenerator;

/** Operands that an instruction accepts, its extremes among them more often than by chance. */
final class RandomOperands {
    private RandomOperands() {}

    static long[] of(Instruction instruction, RandomGenerator random) {
        List<Operand> operands = instruction.operands();
        return operands.stream().mapToLong(operand -> of(operand, random)).toArray();
    }

    private static long of(Operand operand, RandomGenerator random) {
        while (true) {
            long steps = (operand.max() - operand.min()) / operand.step();
            long step =
                    switch (random.nextInt(8)) {
                        case 0 -> 0;
                        case 1 -> steps;
                        default -> random.nextLong(steps + 1);
                    };
            long value = operand.min() + step * operand.step();
            if (operand.accepts(value)) {
                return value;
            }
        }
    }
}
