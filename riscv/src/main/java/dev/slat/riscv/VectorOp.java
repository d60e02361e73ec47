package dev.slat.riscv;

import dev.slat.riscv.vector.VectorDecoder;
import dev.slat.riscv.vector.VectorInstruction;

import org.jspecify.annotations.Nullable;

/**
 * An instruction of the vector extension. Unlike other ops, one that throws may have done a part of
 * its elements: {@code vstart} says where it goes on.
 */
final class VectorOp extends Op {
    private static final int LOAD_FP = 0x07;
    private static final int STORE_FP = 0x27;

    private final VectorInstruction instruction;

    private VectorOp(VectorInstruction instruction) {
        this.instruction = instruction;
    }

    /** The op for a word under OP-V, or one of vectors under LOAD-FP or STORE-FP. */
    static @Nullable Op decode(int w) {
        VectorInstruction instruction =
                switch (Encoding.opcode(w)) {
                    case LOAD_FP -> VectorDecoder.load(w);
                    case STORE_FP -> VectorDecoder.store(w);
                    default -> VectorDecoder.arithmetic(w);
                };
        return instruction == null ? null : new VectorOp(instruction);
    }

    @Override
    void run(Hart h, long[] x) {
        instruction.run(h.vector, x);
    }

    @Override
    boolean isDoneByStore(Hart h) {
        h.vector.storedOnBus();
        return false;
    }
}
