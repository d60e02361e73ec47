package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/** A conditional branch: two ways on, each linked to its block when first taken. */
abstract class BranchTerminator extends Terminator {
    final byte rs1;
    final byte rs2;
    private final Site site;
    private final int taken;
    private final int next;
    private @Nullable Block takenBlock;
    private @Nullable Block nextBlock;

    BranchTerminator(Site site, int w) {
        this.site = site;
        this.rs1 = (byte) Encoding.rs1(w);
        this.rs2 = (byte) Encoding.rs2(w);
        this.taken = site.target(Encoding.immB(w));
        this.next = site.next();
    }

    final @Nullable Block take(Hart h) {
        h.pc += taken;
        Block block = takenBlock;
        return block != null ? block : linkTaken(h);
    }

    final @Nullable Block pass(Hart h) {
        h.pc += next;
        Block block = nextBlock;
        return block != null ? block : linkNext(h);
    }

    private @Nullable Block linkTaken(Hart h) {
        takenBlock = site.link(h, taken);
        return takenBlock;
    }

    private @Nullable Block linkNext(Hart h) {
        nextBlock = site.link(h, next);
        return nextBlock;
    }
}
