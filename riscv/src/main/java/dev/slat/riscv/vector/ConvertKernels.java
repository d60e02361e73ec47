package dev.slat.riscv.vector;

import dev.slat.riscv.fp.FloatConvert;
import dev.slat.riscv.fp.FloatEnvironment;
import dev.slat.riscv.fp.FloatFlags;
import dev.slat.riscv.fp.FloatToInteger;
import dev.slat.riscv.fp.IntegerToFloat;
import dev.slat.riscv.fp.Rounding;

/**
 * Conversions between floats and integers, and between floats (sections 13.17 to 13.19). A kernel
 * takes its element from vs2 and knows the widths from SEW and the shape it is used with.
 */
final class ConvertKernels {
    static final Kernel WIDEN = (v, a, b, d) -> FloatConvert.widen((int) a, v.fcsr);

    static final Kernel NARROW = (v, a, b, d) -> FloatConvert.narrow(a, v.fcsr.rounding, v.fcsr);

    static final Kernel NARROW_TO_ODD = (v, a, b, d) -> narrowToOdd(a, v.fcsr);

    private ConvertKernels() {}

    /**
     * From floats to integers.
     *
     * @param mode a rounding mode, or {@link Rounding#DYNAMIC}
     */
    static Kernel toInteger(Shape shape, boolean signed, int mode) {
        return (v, a, b, d) -> {
            int rounding = mode == Rounding.DYNAMIC ? v.fcsr.rounding : mode;
            boolean single = v.bits << shape.source == Integer.SIZE;
            double value = single ? Float.intBitsToFloat((int) a) : Double.longBitsToDouble(a);
            int bits = v.bits << shape.destination;
            return signed
                    ? toSigned(value, bits, rounding, v.fcsr)
                    : toUnsigned(value, bits, rounding, v.fcsr);
        };
    }

    private static long toSigned(double value, int bits, int mode, FloatEnvironment fcsr) {
        int flags = fcsr.flags;
        long integer = FloatToInteger.toLong(value, mode, fcsr);
        long most = -1L >>> (Long.SIZE + 1 - bits);
        if (integer >= ~most && integer <= most) {
            return integer;
        }
        fcsr.flags = flags | FloatFlags.INVALID;
        return integer < 0 ? ~most : most;
    }

    private static long toUnsigned(double value, int bits, int mode, FloatEnvironment fcsr) {
        int flags = fcsr.flags;
        long integer = FloatToInteger.toUnsignedLong(value, mode, fcsr);
        long most = -1L >>> (Long.SIZE - bits);
        if (Long.compareUnsigned(integer, most) <= 0) {
            return integer;
        }
        fcsr.flags = flags | FloatFlags.INVALID;
        return most;
    }

    /** From integers to floats. */
    static Kernel fromInteger(Shape shape, boolean signed) {
        return (v, a, b, d) -> {
            int mode = v.fcsr.rounding;
            long value = signed ? a : a & (-1L >>> (Long.SIZE - (v.bits << shape.source)));
            if (v.bits << shape.destination == Integer.SIZE) {
                return signed
                        ? IntegerToFloat.signed32(value, mode, v.fcsr)
                        : IntegerToFloat.unsigned32(value, mode, v.fcsr);
            }
            return signed
                    ? IntegerToFloat.signed64(value, mode, v.fcsr)
                    : IntegerToFloat.unsigned64(value, mode, v.fcsr);
        };
    }

    /**
     * Round to odd: cut off, and the last place becomes one if anything was lost, so that rounding
     * once more later errs no more than rounding once (section 13.19).
     */
    private static long narrowToOdd(long a, FloatEnvironment fcsr) {
        int flags = fcsr.flags;
        fcsr.flags = 0;
        int cut = FloatConvert.narrow(a, Rounding.TOWARDS_ZERO, fcsr);
        boolean inexact = (fcsr.flags & FloatFlags.INEXACT) != 0;
        fcsr.flags |= flags;
        return inexact ? cut | 1 : cut;
    }
}
