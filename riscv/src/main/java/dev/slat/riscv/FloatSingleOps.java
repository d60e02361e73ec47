package dev.slat.riscv;

import dev.slat.riscv.fp.FloatAdd;
import dev.slat.riscv.fp.FloatDivide;
import dev.slat.riscv.fp.FloatMinMax;
import dev.slat.riscv.fp.FloatMultiply;
import dev.slat.riscv.fp.FloatSquareRoot;
import dev.slat.riscv.fp.NanBox;

/** Arithmetic on binary32 registers (the F extension). */
final class FloatSingleOps {
    private FloatSingleOps() {}

    static final class Add extends FloatOp {
        Add(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatAdd.add32(a, b, mode, h.fcsr));
        }
    }

    static final class Sub extends FloatOp {
        Sub(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatAdd.subtract32(a, b, mode, h.fcsr));
        }
    }

    static final class Mul extends FloatOp {
        Mul(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatMultiply.multiply32(a, b, mode, h.fcsr));
        }
    }

    static final class Div extends FloatOp {
        Div(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatDivide.divide32(a, b, mode, h.fcsr));
        }
    }

    static final class Sqrt extends FloatOp {
        Sqrt(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            int a = NanBox.unbox(h.f[rs1]);
            h.f[rd] = NanBox.box(FloatSquareRoot.squareRoot32(a, mode, h.fcsr));
        }
    }

    static final class Min extends FloatOp {
        Min(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatMinMax.min32(a, b, h.fcsr));
        }
    }

    static final class Max extends FloatOp {
        Max(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatMinMax.max32(a, b, h.fcsr));
        }
    }
}
