package dev.slat.riscv;

/** Integer computation on two registers (RV64I). */
final class RegisterOps {
    private RegisterOps() {}

    static final class Add extends RegisterOp {
        Add(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] + x[rs2];
        }
    }

    static final class Sub extends RegisterOp {
        Sub(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] - x[rs2];
        }
    }

    static final class Sll extends RegisterOp {
        Sll(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] << x[rs2];
        }
    }

    static final class Slt extends RegisterOp {
        Slt(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] < x[rs2] ? 1 : 0;
        }
    }

    static final class Sltu extends RegisterOp {
        Sltu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.compareUnsigned(x[rs1], x[rs2]) < 0 ? 1 : 0;
        }
    }

    static final class Xor extends RegisterOp {
        Xor(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] ^ x[rs2];
        }
    }

    static final class Srl extends RegisterOp {
        Srl(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] >>> x[rs2];
        }
    }

    static final class Sra extends RegisterOp {
        Sra(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] >> x[rs2];
        }
    }

    static final class Or extends RegisterOp {
        Or(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] | x[rs2];
        }
    }

    static final class And extends RegisterOp {
        And(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] & x[rs2];
        }
    }

    static final class Addw extends RegisterOp {
        Addw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int value = (int) x[rs1] + (int) x[rs2];
            x[rd] = value;
        }
    }

    static final class Subw extends RegisterOp {
        Subw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int value = (int) x[rs1] - (int) x[rs2];
            x[rd] = value;
        }
    }

    static final class Sllw extends RegisterOp {
        Sllw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int value = (int) x[rs1] << (int) x[rs2];
            x[rd] = value;
        }
    }

    static final class Srlw extends RegisterOp {
        Srlw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int value = (int) x[rs1] >>> (int) x[rs2];
            x[rd] = value;
        }
    }

    static final class Sraw extends RegisterOp {
        Sraw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = (int) x[rs1] >> (int) x[rs2];
        }
    }
}
