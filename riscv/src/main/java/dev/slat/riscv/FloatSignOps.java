package dev.slat.riscv;

import dev.slat.riscv.fp.FloatSign;
import dev.slat.riscv.fp.NanBox;

/** Sign injection (F and D), which is also how registers are copied, negated and made positive. */
final class FloatSignOps {
    private FloatSignOps() {}

    static final class SgnjD extends FloatOp {
        SgnjD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            long[] f = h.f;
            f[rd] = FloatSign.copy64(f[rs1], f[rs2]);
        }
    }

    static final class SgnjnD extends FloatOp {
        SgnjnD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            long[] f = h.f;
            f[rd] = FloatSign.copyNegated64(f[rs1], f[rs2]);
        }
    }

    static final class SgnjxD extends FloatOp {
        SgnjxD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            long[] f = h.f;
            f[rd] = FloatSign.exclusiveOr64(f[rs1], f[rs2]);
        }
    }

    static final class SgnjS extends FloatOp {
        SgnjS(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatSign.copy32(a, b));
        }
    }

    static final class SgnjnS extends FloatOp {
        SgnjnS(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatSign.copyNegated32(a, b));
        }
    }

    static final class SgnjxS extends FloatOp {
        SgnjxS(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            int a = NanBox.unbox(h.f[rs1]);
            int b = NanBox.unbox(h.f[rs2]);
            h.f[rd] = NanBox.box(FloatSign.exclusiveOr32(a, b));
        }
    }
}
