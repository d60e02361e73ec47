package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/**
 * The end of a {@link Block}: a control transfer, a system instruction, or just the place where the
 * block was cut.
 *
 * <p>On entry {@code h.pc} is the address of the block's first instruction and {@code h.retired}
 * already counts the terminator. It sets {@code h.pc} to the next instruction, and returns that
 * one's block if it knows it, which it may only for a block of the same code page: such a link
 * needs no check, because the page stays translated and validated until the run loop next looks a
 * block up. If it throws, it has changed nothing.
 */
abstract class Terminator {
    /** Executes the terminator; null asks the run loop to look up {@code h.pc}. */
    abstract @Nullable Block run(Hart h, long[] x);

    /** Guest instructions in this terminator: 0 where a block was only cut. */
    int instructions() {
        return 1;
    }
}
