package dev.slat.riscv;

import dev.slat.riscv.fp.FloatCompare;
import dev.slat.riscv.fp.NanBox;

/** Comparison of floating-point registers (F and D): the result is an integer register. */
final class FloatCompareOps {
    private FloatCompareOps() {}

    static final class EqD extends RegisterOp {
        EqD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            FloatOp.enter(h);
            x[rd] = FloatCompare.equal64(h.f[rs1], h.f[rs2], h.fcsr) ? 1 : 0;
        }
    }

    static final class LtD extends RegisterOp {
        LtD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            FloatOp.enter(h);
            x[rd] = FloatCompare.less64(h.f[rs1], h.f[rs2], h.fcsr) ? 1 : 0;
        }
    }

    static final class LeD extends RegisterOp {
        LeD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            FloatOp.enter(h);
            x[rd] = FloatCompare.lessOrEqual64(h.f[rs1], h.f[rs2], h.fcsr) ? 1 : 0;
        }
    }

    static final class EqS extends RegisterOp {
        EqS(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            FloatOp.enter(h);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            x[rd] = FloatCompare.equal32(a, b, h.fcsr) ? 1 : 0;
        }
    }

    static final class LtS extends RegisterOp {
        LtS(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            FloatOp.enter(h);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            x[rd] = FloatCompare.less32(a, b, h.fcsr) ? 1 : 0;
        }
    }

    static final class LeS extends RegisterOp {
        LeS(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            FloatOp.enter(h);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            x[rd] = FloatCompare.lessOrEqual32(a, b, h.fcsr) ? 1 : 0;
        }
    }
}
