package dev.slat.riscv;

/** Conditional zero (Zicond). */
final class ConditionalOps {
    private ConditionalOps() {}

    static final class CzeroEqz extends RegisterOp {
        CzeroEqz(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] == 0 ? 0 : x[rs1];
        }
    }

    static final class CzeroNez extends RegisterOp {
        CzeroNez(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] != 0 ? 0 : x[rs1];
        }
    }
}
