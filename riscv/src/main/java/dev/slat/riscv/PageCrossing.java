package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a block before an instruction whose second half is in the next page. The halves may come
 * from any two frames, so they are put together when the instruction runs; the block made of them
 * is kept as long as the second half stays the same.
 */
final class PageCrossing extends Terminator {
    private final Site site;
    private @Nullable Block block;
    private int secondHalf;

    PageCrossing(Site site) {
        this.site = site;
    }

    @Override
    int instructions() {
        return 0;
    }

    @Override
    Block run(Hart h, long[] x) {
        int half = h.code.firstParcel(h.pc + site.next() + 2);
        Block known = block;
        if (known == null || half != secondHalf) {
            known = h.code.crossing(site.page(), half);
            block = known;
            secondHalf = half;
        }
        h.pc += site.next();
        return known;
    }
}
