package dev.slat.riscv;

import dev.slat.riscv.fp.FloatConvert;
import dev.slat.riscv.fp.FloatToInteger;
import dev.slat.riscv.fp.IntegerToFloat;
import dev.slat.riscv.fp.NanBox;

/**
 * The conversions of F and D. The {@code rs2} field names the integer type: {@code w}, {@code wu},
 * {@code l}, {@code lu} from 0 to 3.
 */
final class FloatConvertOps {
    private static final int W = 0;
    private static final int WU = 1;
    private static final int L = 2;
    static final int LU = 3;

    /** Integer types there are; a greater {@code rs2} field is reserved. */
    static final int INTEGER_TYPES = 4;

    private FloatConvertOps() {}

    static long toInteger(Hart h, int type, double value, int mode) {
        return switch (type) {
            case W -> FloatToInteger.toInt(value, mode, h.fcsr);
            case WU -> FloatToInteger.toUnsignedInt(value, mode, h.fcsr);
            case L -> FloatToInteger.toLong(value, mode, h.fcsr);
            default -> FloatToInteger.toUnsignedLong(value, mode, h.fcsr);
        };
    }

    static final class DoubleToInteger extends RegisterOp {
        private final byte rounding;

        DoubleToInteger(int w) {
            super(w);
            rounding = (byte) Encoding.funct3(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = FloatOp.round(h, rounding);
            x[rd] = toInteger(h, rs2, Double.longBitsToDouble(h.f[rs1]), mode);
        }
    }

    static final class SingleToInteger extends RegisterOp {
        private final byte rounding;

        SingleToInteger(int w) {
            super(w);
            rounding = (byte) Encoding.funct3(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = FloatOp.round(h, rounding);
            float value = Float.intBitsToFloat(NanBox.unbox(h.f[rs1]));
            x[rd] = toInteger(h, rs2, value, mode);
        }
    }

    /** The number that a register holds in an integer type; one of {@code lu} without its sign. */
    static long integer(int type, long register) {
        return switch (type) {
            case W -> (int) register;
            case WU -> register & 0xffff_ffffL;
            default -> register;
        };
    }

    static final class IntegerToDouble extends FloatOp {
        IntegerToDouble(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long value = integer(rs2, x[rs1]);
            h.f[rd] =
                    rs2 == LU
                            ? IntegerToFloat.unsigned64(value, mode, h.fcsr)
                            : IntegerToFloat.signed64(value, mode, h.fcsr);
        }
    }

    static final class IntegerToSingle extends FloatOp {
        IntegerToSingle(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long value = integer(rs2, x[rs1]);
            int result =
                    rs2 == LU
                            ? IntegerToFloat.unsigned32(value, mode, h.fcsr)
                            : IntegerToFloat.signed32(value, mode, h.fcsr);
            h.f[rd] = NanBox.box(result);
        }
    }

    static final class SingleToDouble extends FloatOp {
        SingleToDouble(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            // Exact, but a reserved mode is as illegal as elsewhere.
            round(h, rounding);
            h.f[rd] = FloatConvert.widen(NanBox.unbox(h.f[rs1]), h.fcsr);
        }
    }

    static final class DoubleToSingle extends FloatOp {
        DoubleToSingle(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            h.f[rd] = NanBox.box(FloatConvert.narrow(h.f[rs1], mode, h.fcsr));
        }
    }
}
