package dev.slat.riscv;

import dev.slat.riscv.fp.Format;
import dev.slat.riscv.fp.IntegerToFloat;

/** Loads, stores, moves and conversions of binary16 registers (Zfhmin and Zfh). */
final class HalfOps {
    private static final Format HALF = Format.BINARY16;

    private HalfOps() {}

    static final class Flh extends FloatOp {
        private final int imm;

        Flh(int w) {
            super(w);
            imm = Encoding.immI(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            h.f[rd] = HALF.box(h.mmu.loadShort(x[rs1] + imm) & 0xffff);
            h.markFloatDirty();
        }
    }

    static final class Fsh extends FloatOp {
        private final int imm;

        Fsh(int w) {
            super(w);
            imm = Encoding.immS(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            h.mmu.storeShort(x[rs1] + imm, h.f[rs2]);
        }
    }

    /** {@code fmv.h.x} */
    static final class FromX extends FloatOp {
        FromX(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            h.f[rd] = HALF.box(x[rs1] & 0xffff);
        }
    }

    /** {@code fmv.x.h}: the bits, boxed or not. */
    static final class ToX extends RegisterOp {
        ToX(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            x[rd] = (short) h.f[rs1];
        }
    }

    static final class ToInteger extends RegisterOp {
        private final byte rounding;

        ToInteger(int w) {
            super(w);
            rounding = (byte) Encoding.funct3(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = FloatOp.round(h, rounding);
            // Exact: binary32 has all the numbers of binary16.
            float value = Float.float16ToFloat((short) HALF.unbox(h.f[rs1]));
            x[rd] = FloatConvertOps.toInteger(h, rs2, value, mode);
        }
    }

    static final class FromInteger extends FloatOp {
        FromInteger(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long value = FloatConvertOps.integer(rs2, x[rs1]);
            long result =
                    rs2 == FloatConvertOps.LU
                            ? IntegerToFloat.unsigned(HALF, value, mode, h.fcsr)
                            : IntegerToFloat.signed(HALF, value, mode, h.fcsr);
            h.f[rd] = HALF.box(result);
        }
    }
}
