package dev.slat.riscv.vector;

import dev.slat.riscv.fp.FloatAdd;
import dev.slat.riscv.fp.FloatConvert;
import dev.slat.riscv.fp.FloatFusedMultiplyAdd;
import dev.slat.riscv.fp.FloatMultiply;

/**
 * Floating-point arithmetic from SEW = 32 to results of 64 bits (section 13): the operands are
 * widened, which is exact, and the result is rounded once.
 */
final class WideFloatKernels {
    private static final long SIGN = Long.MIN_VALUE;

    static final Kernel ADD = (v, a, b, d) -> add(v, widen(v, a), widen(v, b));
    static final Kernel SUB = (v, a, b, d) -> add(v, widen(v, a), widen(v, b) ^ SIGN);

    /** vs2 of 64 bits; also the sum of a reduction. */
    static final Kernel WIDE_ADD = (v, a, b, d) -> add(v, a, widen(v, b));

    static final Kernel WIDE_SUB = (v, a, b, d) -> add(v, a, widen(v, b) ^ SIGN);
    static final Kernel MUL = WideFloatKernels::multiply;
    static final Kernel MACC = (v, a, b, d) -> multiplyAdd(v, widen(v, b), a, d);
    static final Kernel NMACC = (v, a, b, d) -> multiplyAdd(v, widen(v, b) ^ SIGN, a, d ^ SIGN);
    static final Kernel MSAC = (v, a, b, d) -> multiplyAdd(v, widen(v, b), a, d ^ SIGN);
    static final Kernel NMSAC = (v, a, b, d) -> multiplyAdd(v, widen(v, b) ^ SIGN, a, d);

    private WideFloatKernels() {}

    private static long widen(VectorUnit v, long single) {
        return FloatConvert.widen((int) single, v.fcsr);
    }

    private static long add(VectorUnit v, long a, long b) {
        return FloatAdd.add64(a, b, v.fcsr.rounding, v.fcsr);
    }

    private static long multiply(VectorUnit v, long a, long b, long d) {
        return FloatMultiply.multiply64(widen(v, a), widen(v, b), v.fcsr.rounding, v.fcsr);
    }

    /** {@code a * b + c}; {@code b} is still narrow. */
    private static long multiplyAdd(VectorUnit v, long a, long b, long c) {
        return FloatFusedMultiplyAdd.multiplyAdd64(a, widen(v, b), c, v.fcsr.rounding, v.fcsr);
    }
}
