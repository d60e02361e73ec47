package dev.slat.riscv;

/** Address generation (Zba). */
final class AddressOps {
    private AddressOps() {}

    static final class AddUw extends RegisterOp {
        AddUw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] + (x[rs1] & 0xffff_ffffL);
        }
    }

    static final class Sh1Add extends RegisterOp {
        Sh1Add(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] + (x[rs1] << 1);
        }
    }

    static final class Sh2Add extends RegisterOp {
        Sh2Add(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] + (x[rs1] << 2);
        }
    }

    static final class Sh3Add extends RegisterOp {
        Sh3Add(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] + (x[rs1] << 3);
        }
    }

    static final class Sh1AddUw extends RegisterOp {
        Sh1AddUw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] + ((x[rs1] & 0xffff_ffffL) << 1);
        }
    }

    static final class Sh2AddUw extends RegisterOp {
        Sh2AddUw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] + ((x[rs1] & 0xffff_ffffL) << 2);
        }
    }

    static final class Sh3AddUw extends RegisterOp {
        Sh3AddUw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs2] + ((x[rs1] & 0xffff_ffffL) << 3);
        }
    }

    static final class SlliUw extends ImmediateOp {
        SlliUw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = (x[rs1] & 0xffff_ffffL) << imm;
        }
    }
}
