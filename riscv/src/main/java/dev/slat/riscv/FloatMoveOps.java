package dev.slat.riscv;

import dev.slat.riscv.fp.FloatClassify;
import dev.slat.riscv.fp.NanBox;

/** Bits between the register files, and {@code fclass} (F and D). */
final class FloatMoveOps {
    private FloatMoveOps() {}

    /** {@code fmv.d.x} */
    static final class FromX extends FloatOp {
        FromX(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            h.f[rd] = x[rs1];
        }
    }

    /** {@code fmv.w.x} */
    static final class FromW extends FloatOp {
        FromW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            h.f[rd] = NanBox.box((int) x[rs1]);
        }
    }

    /** {@code fmv.x.d} */
    static final class ToX extends RegisterOp {
        ToX(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            x[rd] = h.f[rs1];
        }
    }

    /** {@code fmv.x.w}: the bits, boxed or not. */
    static final class ToW extends RegisterOp {
        ToW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            x[rd] = (int) h.f[rs1];
        }
    }

    static final class ClassD extends RegisterOp {
        ClassD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            x[rd] = FloatClassify.classify64(h.f[rs1]);
        }
    }

    static final class ClassS extends RegisterOp {
        ClassS(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            x[rd] = FloatClassify.classify32(NanBox.unbox(h.f[rs1]));
        }
    }
}
