package dev.slat.riscv;

/** Single-bit instructions (Zbs). */
final class SingleBitOps {
    private SingleBitOps() {}

    static final class Bset extends RegisterOp {
        Bset(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] | 1L << x[rs2];
        }
    }

    static final class Bclr extends RegisterOp {
        Bclr(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] & ~(1L << x[rs2]);
        }
    }

    static final class Binv extends RegisterOp {
        Binv(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] ^ 1L << x[rs2];
        }
    }

    static final class Bext extends RegisterOp {
        Bext(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] >>> x[rs2] & 1;
        }
    }

    static final class Bseti extends ImmediateOp {
        Bseti(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] | 1L << imm;
        }
    }

    static final class Bclri extends ImmediateOp {
        Bclri(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] & ~(1L << imm);
        }
    }

    static final class Binvi extends ImmediateOp {
        Binvi(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] ^ 1L << imm;
        }
    }

    static final class Bexti extends ImmediateOp {
        Bexti(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] >>> imm & 1;
        }
    }
}
