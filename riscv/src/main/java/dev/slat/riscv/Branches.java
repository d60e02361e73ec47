package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/** The conditional branches. */
final class Branches {
    private Branches() {}

    static final class Beq extends BranchTerminator {
        Beq(Site site, int w) {
            super(site, w);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            return x[rs1] == x[rs2] ? take(h) : pass(h);
        }
    }

    static final class Bne extends BranchTerminator {
        Bne(Site site, int w) {
            super(site, w);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            return x[rs1] != x[rs2] ? take(h) : pass(h);
        }
    }

    static final class Blt extends BranchTerminator {
        Blt(Site site, int w) {
            super(site, w);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            return x[rs1] < x[rs2] ? take(h) : pass(h);
        }
    }

    static final class Bge extends BranchTerminator {
        Bge(Site site, int w) {
            super(site, w);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            return x[rs1] >= x[rs2] ? take(h) : pass(h);
        }
    }

    static final class Bltu extends BranchTerminator {
        Bltu(Site site, int w) {
            super(site, w);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            return Long.compareUnsigned(x[rs1], x[rs2]) < 0 ? take(h) : pass(h);
        }
    }

    static final class Bgeu extends BranchTerminator {
        Bgeu(Site site, int w) {
            super(site, w);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            return Long.compareUnsigned(x[rs1], x[rs2]) >= 0 ? take(h) : pass(h);
        }
    }
}
