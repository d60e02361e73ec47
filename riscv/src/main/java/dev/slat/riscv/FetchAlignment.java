package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/**
 * A transfer of control on a hart without compressed instructions, where a target that is no
 * multiple of four is an exception of the transfer itself (unprivileged manual, "Control Transfer
 * Instructions").
 */
final class FetchAlignment extends Terminator {
    private final Terminator transfer;
    private final int rd;

    /**
     * Guards a transfer.
     *
     * @param rd the register slot that it writes, or {@link Op#SINK}
     */
    FetchAlignment(Terminator transfer, int rd) {
        this.transfer = transfer;
        this.rd = rd;
    }

    @Override
    int instructions() {
        return transfer.instructions();
    }

    @Override
    @Nullable Block run(Hart h, long[] x) {
        long pc = h.pc;
        long link = x[rd];
        Block next = transfer.run(h, x);
        if ((h.pc & 2) != 0) {
            long target = h.pc;
            h.pc = pc;
            x[rd] = link;
            throw h.trap(Cause.FETCH_MISALIGNED, target);
        }
        return next;
    }
}
