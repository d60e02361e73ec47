package dev.slat.riscv;

import dev.slat.riscv.fp.FloatAdd;
import dev.slat.riscv.fp.FloatDivide;
import dev.slat.riscv.fp.FloatMinMax;
import dev.slat.riscv.fp.FloatMultiply;
import dev.slat.riscv.fp.FloatSquareRoot;

/** Arithmetic on binary64 registers (the D extension). */
final class FloatDoubleOps {
    private FloatDoubleOps() {}

    static final class Add extends FloatOp {
        Add(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long[] f = h.f;
            f[rd] = FloatAdd.add64(f[rs1], f[rs2], mode, h.fcsr);
        }
    }

    static final class Sub extends FloatOp {
        Sub(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long[] f = h.f;
            f[rd] = FloatAdd.subtract64(f[rs1], f[rs2], mode, h.fcsr);
        }
    }

    static final class Mul extends FloatOp {
        Mul(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long[] f = h.f;
            f[rd] = FloatMultiply.multiply64(f[rs1], f[rs2], mode, h.fcsr);
        }
    }

    static final class Div extends FloatOp {
        Div(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long[] f = h.f;
            f[rd] = FloatDivide.divide64(f[rs1], f[rs2], mode, h.fcsr);
        }
    }

    static final class Sqrt extends FloatOp {
        Sqrt(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            h.f[rd] = FloatSquareRoot.squareRoot64(h.f[rs1], mode, h.fcsr);
        }
    }

    static final class Min extends FloatOp {
        Min(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            long[] f = h.f;
            f[rd] = FloatMinMax.min64(f[rs1], f[rs2], h.fcsr);
        }
    }

    static final class Max extends FloatOp {
        Max(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            long[] f = h.f;
            f[rd] = FloatMinMax.max64(f[rs1], f[rs2], h.fcsr);
        }
    }
}
