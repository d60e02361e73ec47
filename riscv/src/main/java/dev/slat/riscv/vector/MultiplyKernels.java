package dev.slat.riscv.vector;

/** Multiplication, division and multiply-add of integers (sections 11.10 to 11.14). */
final class MultiplyKernels {
    static final Kernel MUL = (v, a, b, d) -> a * b;
    static final Kernel MULH = MultiplyKernels::high;
    static final Kernel MULHU = MultiplyKernels::highUnsigned;
    static final Kernel MULHSU = MultiplyKernels::highMixed;
    static final Kernel DIV = (v, a, b, d) -> b == 0 ? -1 : a / b;
    static final Kernel DIVU = MultiplyKernels::divideUnsigned;
    static final Kernel REM = (v, a, b, d) -> b == 0 ? a : a % b;
    static final Kernel REMU = MultiplyKernels::remainderUnsigned;

    /** Products of twice SEW; the signed one is {@link #MUL}. */
    static final Kernel WIDEN_MULU = (v, a, b, d) -> v.unsigned(a) * v.unsigned(b);

    static final Kernel WIDEN_MULSU = (v, a, b, d) -> a * v.unsigned(b);

    static final Kernel MACC = (v, a, b, d) -> b * a + d;
    static final Kernel NMSAC = (v, a, b, d) -> d - b * a;
    static final Kernel MADD = (v, a, b, d) -> b * d + a;
    static final Kernel NMSUB = (v, a, b, d) -> a - b * d;

    /** Sums of twice SEW; the signed one is {@link #MACC}. */
    static final Kernel WIDEN_MACCU = (v, a, b, d) -> v.unsigned(a) * v.unsigned(b) + d;

    static final Kernel WIDEN_MACCSU = (v, a, b, d) -> v.unsigned(a) * b + d;
    static final Kernel WIDEN_MACCUS = (v, a, b, d) -> a * v.unsigned(b) + d;

    private MultiplyKernels() {}

    private static long high(VectorUnit v, long a, long b, long d) {
        return v.bits == Long.SIZE ? Math.multiplyHigh(a, b) : (a * b) >> v.bits;
    }

    private static long highUnsigned(VectorUnit v, long a, long b, long d) {
        return v.bits == Long.SIZE
                ? Math.unsignedMultiplyHigh(a, b)
                : (v.unsigned(a) * v.unsigned(b)) >>> v.bits;
    }

    private static long highMixed(VectorUnit v, long a, long b, long d) {
        return v.bits == Long.SIZE
                ? Math.multiplyHigh(a, b) + ((b >> (Long.SIZE - 1)) & a)
                : (a * v.unsigned(b)) >> v.bits;
    }

    private static long divideUnsigned(VectorUnit v, long a, long b, long d) {
        return b == 0 ? -1 : Long.divideUnsigned(v.unsigned(a), v.unsigned(b));
    }

    private static long remainderUnsigned(VectorUnit v, long a, long b, long d) {
        return b == 0 ? a : Long.remainderUnsigned(v.unsigned(a), v.unsigned(b));
    }
}
