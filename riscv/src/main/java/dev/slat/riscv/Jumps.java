package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/** Unconditional transfers of control. */
final class Jumps {
    private Jumps() {}

    /** Goes on at a fixed distance: {@code jal} without a link, or the place a block was cut. */
    static final class Go extends Terminator {
        private final Site site;
        private final int target;
        private final int instructions;
        private @Nullable Block block;

        private Go(Site site, int target, int instructions) {
            this.site = site;
            this.target = target;
            this.instructions = instructions;
        }

        static Go jump(Site site, int w) {
            return new Go(site, site.target(Encoding.immJ(w)), 1);
        }

        static Go cut(Site site) {
            return new Go(site, site.next(), 0);
        }

        @Override
        int instructions() {
            return instructions;
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            h.pc += target;
            Block next = block;
            return next != null ? next : link(h);
        }

        private @Nullable Block link(Hart h) {
            block = site.link(h, target);
            return block;
        }
    }

    /** {@code jal} with a link register. */
    static final class Jal extends Terminator {
        private final Site site;
        private final byte rd;
        private final int target;
        private final int next;
        private @Nullable Block block;

        Jal(Site site, int w) {
            this.site = site;
            this.rd = Op.destination(Encoding.rd(w));
            this.target = site.target(Encoding.immJ(w));
            this.next = site.next();
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            x[rd] = h.pc + next;
            h.pc += target;
            Block to = block;
            return to != null ? to : link(h);
        }

        private @Nullable Block link(Hart h) {
            block = site.link(h, target);
            return block;
        }
    }

    /** {@code jalr}: its target is looked up each time. */
    static final class Jalr extends Terminator {
        private final byte rd;
        private final byte rs1;
        private final int imm;
        private final int next;

        Jalr(Site site, int w) {
            this.rd = Op.destination(Encoding.rd(w));
            this.rs1 = (byte) Encoding.rs1(w);
            this.imm = Encoding.immI(w);
            this.next = site.next();
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            long target = x[rs1] + imm & ~1L;
            x[rd] = h.pc + next;
            h.pc = target;
            return null;
        }
    }
}
