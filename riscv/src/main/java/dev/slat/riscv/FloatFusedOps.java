package dev.slat.riscv;

import dev.slat.riscv.fp.FloatFusedMultiplyAdd;
import dev.slat.riscv.fp.NanBox;

/**
 * The fused multiply-adds of F and D. The four instructions differ in the signs of product and
 * addend only, so an op holds what to turn: a mask with the sign bit, or zero.
 */
final class FloatFusedOps {
    private FloatFusedOps() {}

    private static final int MSUB = 0x47;
    private static final int NMSUB = 0x4b;
    private static final int NMADD = 0x4f;

    static boolean negatesProduct(int w) {
        return Encoding.opcode(w) == NMSUB || Encoding.opcode(w) == NMADD;
    }

    static boolean negatesAddend(int w) {
        return Encoding.opcode(w) == MSUB || Encoding.opcode(w) == NMADD;
    }

    static final class MultiplyAddD extends FloatOp {
        private final byte rs3;
        private final long productSign;
        private final long addendSign;

        MultiplyAddD(int w) {
            super(w);
            rs3 = (byte) (w >>> 27);
            productSign = negatesProduct(w) ? Long.MIN_VALUE : 0;
            addendSign = negatesAddend(w) ? Long.MIN_VALUE : 0;
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long[] f = h.f;
            long a = f[rs1] ^ productSign;
            long c = f[rs3] ^ addendSign;
            f[rd] = FloatFusedMultiplyAdd.multiplyAdd64(a, f[rs2], c, mode, h.fcsr);
        }
    }

    static final class MultiplyAddS extends FloatOp {
        private final byte rs3;
        private final int productSign;
        private final int addendSign;

        MultiplyAddS(int w) {
            super(w);
            rs3 = (byte) (w >>> 27);
            productSign = negatesProduct(w) ? Integer.MIN_VALUE : 0;
            addendSign = negatesAddend(w) ? Integer.MIN_VALUE : 0;
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            int a = NanBox.unbox(h.f[rs1]) ^ productSign;
            int b = NanBox.unbox(h.f[rs2]);
            int c = NanBox.unbox(h.f[rs3]) ^ addendSign;
            int result = FloatFusedMultiplyAdd.multiplyAdd32(a, b, c, mode, h.fcsr);
            h.f[rd] = NanBox.box(result);
        }
    }
}
