package dev.slat.riscv.vector;

import dev.slat.riscv.fp.FloatAdd;
import dev.slat.riscv.fp.FloatClassify;
import dev.slat.riscv.fp.FloatCompare;
import dev.slat.riscv.fp.FloatDivide;
import dev.slat.riscv.fp.FloatFusedMultiplyAdd;
import dev.slat.riscv.fp.FloatMinMax;
import dev.slat.riscv.fp.FloatMultiply;
import dev.slat.riscv.fp.FloatSign;
import dev.slat.riscv.fp.FloatSquareRoot;

/**
 * Floating-point arithmetic of SEW (section 13), rounded as {@code frm} says. Elements of 32 bits
 * are the low half of their {@code long}.
 */
final class FloatKernels {
    static final Kernel ADD = FloatKernels::add;
    static final Kernel SUB = FloatKernels::subtract;
    static final Kernel RSUB = (v, a, b, d) -> subtract(v, b, a, d);
    static final Kernel MUL = FloatKernels::multiply;
    static final Kernel DIV = FloatKernels::divide;
    static final Kernel RDIV = (v, a, b, d) -> divide(v, b, a, d);
    static final Kernel SQRT = FloatKernels::squareRoot;
    static final Kernel MIN = FloatKernels::min;
    static final Kernel MAX = FloatKernels::max;
    static final Kernel SGNJ = FloatKernels::copySign;
    static final Kernel SGNJN = (v, a, b, d) -> copySign(v, a, ~b, d);
    static final Kernel SGNJX = (v, a, b, d) -> copySign(v, a, a ^ b, d);
    static final Kernel CLASSIFY = FloatKernels::classify;

    static final Kernel EQUAL = FloatKernels::equal;
    static final Kernel NOT_EQUAL = (v, a, b, d) -> equal(v, a, b, d) ^ 1;
    static final Kernel LESS = FloatKernels::less;
    static final Kernel LESS_EQUAL = FloatKernels::lessOrEqual;
    static final Kernel GREATER = (v, a, b, d) -> less(v, b, a, d);
    static final Kernel GREATER_EQUAL = (v, a, b, d) -> lessOrEqual(v, b, a, d);

    static final Kernel MACC = (v, a, b, d) -> multiplyAdd(v, b, a, d);
    static final Kernel NMACC = (v, a, b, d) -> multiplyAdd(v, negate(v, b), a, negate(v, d));
    static final Kernel MSAC = (v, a, b, d) -> multiplyAdd(v, b, a, negate(v, d));
    static final Kernel NMSAC = (v, a, b, d) -> multiplyAdd(v, negate(v, b), a, d);
    static final Kernel MADD = (v, a, b, d) -> multiplyAdd(v, b, d, a);
    static final Kernel NMADD = (v, a, b, d) -> multiplyAdd(v, negate(v, b), d, negate(v, a));
    static final Kernel MSUB = (v, a, b, d) -> multiplyAdd(v, b, d, negate(v, a));
    static final Kernel NMSUB = (v, a, b, d) -> multiplyAdd(v, negate(v, b), d, a);

    private FloatKernels() {}

    private static boolean isSingle(VectorUnit v) {
        return v.bits == Integer.SIZE;
    }

    private static long negate(VectorUnit v, long a) {
        return a ^ (v.ones ^ (v.ones >>> 1));
    }

    private static long add(VectorUnit v, long a, long b, long d) {
        return isSingle(v)
                ? FloatAdd.add32((int) a, (int) b, v.fcsr.rounding, v.fcsr)
                : FloatAdd.add64(a, b, v.fcsr.rounding, v.fcsr);
    }

    private static long subtract(VectorUnit v, long a, long b, long d) {
        return isSingle(v)
                ? FloatAdd.subtract32((int) a, (int) b, v.fcsr.rounding, v.fcsr)
                : FloatAdd.subtract64(a, b, v.fcsr.rounding, v.fcsr);
    }

    private static long multiply(VectorUnit v, long a, long b, long d) {
        return isSingle(v)
                ? FloatMultiply.multiply32((int) a, (int) b, v.fcsr.rounding, v.fcsr)
                : FloatMultiply.multiply64(a, b, v.fcsr.rounding, v.fcsr);
    }

    private static long divide(VectorUnit v, long a, long b, long d) {
        return isSingle(v)
                ? FloatDivide.divide32((int) a, (int) b, v.fcsr.rounding, v.fcsr)
                : FloatDivide.divide64(a, b, v.fcsr.rounding, v.fcsr);
    }

    private static long squareRoot(VectorUnit v, long a, long b, long d) {
        return isSingle(v)
                ? FloatSquareRoot.squareRoot32((int) a, v.fcsr.rounding, v.fcsr)
                : FloatSquareRoot.squareRoot64(a, v.fcsr.rounding, v.fcsr);
    }

    private static long min(VectorUnit v, long a, long b, long d) {
        return isSingle(v)
                ? FloatMinMax.min32((int) a, (int) b, v.fcsr)
                : FloatMinMax.min64(a, b, v.fcsr);
    }

    private static long max(VectorUnit v, long a, long b, long d) {
        return isSingle(v)
                ? FloatMinMax.max32((int) a, (int) b, v.fcsr)
                : FloatMinMax.max64(a, b, v.fcsr);
    }

    private static long copySign(VectorUnit v, long a, long b, long d) {
        return isSingle(v) ? FloatSign.copy32((int) a, (int) b) : FloatSign.copy64(a, b);
    }

    private static long classify(VectorUnit v, long a, long b, long d) {
        return isSingle(v) ? FloatClassify.classify32((int) a) : FloatClassify.classify64(a);
    }

    private static long equal(VectorUnit v, long a, long b, long d) {
        boolean equal =
                isSingle(v)
                        ? FloatCompare.equal32((int) a, (int) b, v.fcsr)
                        : FloatCompare.equal64(a, b, v.fcsr);
        return equal ? 1 : 0;
    }

    private static long less(VectorUnit v, long a, long b, long d) {
        boolean less =
                isSingle(v)
                        ? FloatCompare.less32((int) a, (int) b, v.fcsr)
                        : FloatCompare.less64(a, b, v.fcsr);
        return less ? 1 : 0;
    }

    private static long lessOrEqual(VectorUnit v, long a, long b, long d) {
        boolean lessOrEqual =
                isSingle(v)
                        ? FloatCompare.lessOrEqual32((int) a, (int) b, v.fcsr)
                        : FloatCompare.lessOrEqual64(a, b, v.fcsr);
        return lessOrEqual ? 1 : 0;
    }

    /** {@code a * b + c}. */
    private static long multiplyAdd(VectorUnit v, long a, long b, long c) {
        int mode = v.fcsr.rounding;
        return isSingle(v)
                ? FloatFusedMultiplyAdd.multiplyAdd32((int) a, (int) b, (int) c, mode, v.fcsr)
                : FloatFusedMultiplyAdd.multiplyAdd64(a, b, c, mode, v.fcsr);
    }
}
