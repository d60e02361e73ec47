package dev.slat.riscv;

/**
 * A run of straight-line code in one page, decoded: ops, then a terminator. Position independent:
 * it serves every virtual address its page is mapped at.
 */
final class Block {
    /** The longest block, in ops; bounds the time between two polls. */
    static final int MAX_OPS = 64;

    final Op[] ops;
    final Terminator end;

    /** Guest instructions in the whole block. */
    final int instructions;

    private final CodePage page;
    private final int start;

    /** Bytes from the block's start to op {@code i}, and at the end to the terminator. */
    private final short[] offsets;

    /** The second half of an instruction that crosses into the next page, or -1. */
    private final int secondHalf;

    Block(CodePage page, int start, Op[] ops, Terminator end, short[] offsets, int secondHalf) {
        this.secondHalf = secondHalf;
        this.page = page;
        this.start = start;
        this.ops = ops;
        this.end = end;
        this.offsets = offsets;
        this.instructions = ops.length + end.instructions();
    }

    /** Bytes from the block's start to op {@code index} (or to the terminator). */
    int offset(int index) {
        return offsets[index];
    }

    /**
     * The bits of the instruction at op {@code index}: what {@code stval} holds if it is illegal.
     */
    int instructionBits(int index) {
        int at = start + offsets[index];
        return secondHalf < 0 ? page.instruction(at) : page.parcel(at) | secondHalf << 16;
    }
}
