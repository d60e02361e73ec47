package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a block where a breakpoint may stand: stops the hart if one does at the virtual address by
 * which it came here, and goes on in the same page otherwise. Only in code that was decoded while
 * breakpoints were set, so that others pay nothing.
 */
final class BreakpointCheck extends Terminator {
    private final Site site;
    private @Nullable Block rest;

    BreakpointCheck(Site site) {
        this.site = site;
    }

    @Override
    int instructions() {
        return 0;
    }

    @Override
    @Nullable Block run(Hart h, long[] x) {
        h.pc += site.next();
        if (h.debugger().stopsAt(h.pc)) {
            h.leaveBlocks();
            return null;
        }
        Block next = rest;
        if (next == null) {
            next = h.code.blockPast(site.page(), site.start() + site.next());
            rest = next;
        }
        return next;
    }
}
