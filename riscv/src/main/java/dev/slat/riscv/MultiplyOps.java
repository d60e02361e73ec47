package dev.slat.riscv;

/**
 * Multiplication and division (M). Division by zero gives -1 and the dividend; overflow wraps, as
 * in Java.
 */
final class MultiplyOps {
    private MultiplyOps() {}

    static final class Mul extends RegisterOp {
        Mul(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] * x[rs2];
        }
    }

    static final class Mulh extends RegisterOp {
        Mulh(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Math.multiplyHigh(x[rs1], x[rs2]);
        }
    }

    static final class Mulhsu extends RegisterOp {
        Mulhsu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long a = x[rs1];
            long b = x[rs2];
            x[rd] = Math.multiplyHigh(a, b) + (a & b >> 63);
        }
    }

    static final class Mulhu extends RegisterOp {
        Mulhu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Math.unsignedMultiplyHigh(x[rs1], x[rs2]);
        }
    }

    static final class Div extends RegisterOp {
        Div(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long b = x[rs2];
            x[rd] = b == 0 ? -1 : x[rs1] / b;
        }
    }

    static final class Divu extends RegisterOp {
        Divu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long b = x[rs2];
            x[rd] = b == 0 ? -1 : Long.divideUnsigned(x[rs1], b);
        }
    }

    static final class Rem extends RegisterOp {
        Rem(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long b = x[rs2];
            x[rd] = b == 0 ? x[rs1] : x[rs1] % b;
        }
    }

    static final class Remu extends RegisterOp {
        Remu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long b = x[rs2];
            x[rd] = b == 0 ? x[rs1] : Long.remainderUnsigned(x[rs1], b);
        }
    }

    static final class Mulw extends RegisterOp {
        Mulw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int value = (int) x[rs1] * (int) x[rs2];
            x[rd] = value;
        }
    }

    static final class Divw extends RegisterOp {
        Divw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int b = (int) x[rs2];
            x[rd] = b == 0 ? -1 : (int) x[rs1] / b;
        }
    }

    static final class Divuw extends RegisterOp {
        Divuw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int b = (int) x[rs2];
            x[rd] = b == 0 ? -1 : Integer.divideUnsigned((int) x[rs1], b);
        }
    }

    static final class Remw extends RegisterOp {
        Remw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int b = (int) x[rs2];
            x[rd] = b == 0 ? (int) x[rs1] : (int) x[rs1] % b;
        }
    }

    static final class Remuw extends RegisterOp {
        Remuw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int b = (int) x[rs2];
            x[rd] = b == 0 ? (int) x[rs1] : Integer.remainderUnsigned((int) x[rs1], b);
        }
    }
}
