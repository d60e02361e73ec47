package dev.slat.riscv.vector;

/**
 * Integer arithmetic without multiplication (section 11). Sign-extended operands compare as
 * unsigned just as their elements do.
 */
final class IntegerKernels {
    static final Kernel ADD = (v, a, b, d) -> a + b;
    static final Kernel SUB = (v, a, b, d) -> a - b;
    static final Kernel RSUB = (v, a, b, d) -> b - a;
    static final Kernel AND = (v, a, b, d) -> a & b;
    static final Kernel OR = (v, a, b, d) -> a | b;
    static final Kernel XOR = (v, a, b, d) -> a ^ b;
    static final Kernel MIN = (v, a, b, d) -> Math.min(a, b);
    static final Kernel MAX = (v, a, b, d) -> Math.max(a, b);
    static final Kernel MINU = (v, a, b, d) -> Long.compareUnsigned(a, b) <= 0 ? a : b;
    static final Kernel MAXU = (v, a, b, d) -> Long.compareUnsigned(a, b) >= 0 ? a : b;

    static final Kernel SLL = (v, a, b, d) -> a << (b & (v.bits - 1));
    static final Kernel SRL = (v, a, b, d) -> v.unsigned(a) >>> (b & (v.bits - 1));
    static final Kernel SRA = (v, a, b, d) -> a >> (b & (v.bits - 1));

    /** vs2 of twice SEW. */
    static final Kernel NARROW_SRL = (v, a, b, d) -> unsignedWide(v, a) >>> (b & (2 * v.bits - 1));

    static final Kernel NARROW_SRA = (v, a, b, d) -> a >> (b & (2 * v.bits - 1));

    /** Both of SEW, the sum of twice SEW; for the signed ones, {@link #ADD} and {@link #SUB}. */
    static final Kernel WIDEN_ADDU = (v, a, b, d) -> v.unsigned(a) + v.unsigned(b);

    static final Kernel WIDEN_SUBU = (v, a, b, d) -> v.unsigned(a) - v.unsigned(b);

    /** vs2 of twice SEW. */
    static final Kernel WIDE_ADDU = (v, a, b, d) -> a + v.unsigned(b);

    static final Kernel WIDE_SUBU = (v, a, b, d) -> a - v.unsigned(b);

    static final Kernel SIGN_EXTEND = (v, a, b, d) -> a;
    static final Kernel ZERO_EXTEND_2 = (v, a, b, d) -> a & (v.ones >>> (v.bits / 2));
    static final Kernel ZERO_EXTEND_4 = (v, a, b, d) -> a & (v.ones >>> (v.bits / 4 * 3));
    static final Kernel ZERO_EXTEND_8 = (v, a, b, d) -> a & (v.ones >>> (v.bits / 8 * 7));

    static final Kernel MERGE = (v, a, b, d) -> d != 0 ? b : a;
    static final Kernel MOVE = (v, a, b, d) -> b;

    static final Kernel ADD_CARRY = (v, a, b, d) -> a + b + d;
    static final Kernel SUB_BORROW = (v, a, b, d) -> a - b - d;
    static final Kernel CARRY = IntegerKernels::carry;
    static final Kernel BORROW = IntegerKernels::borrow;

    static final Kernel EQUAL = (v, a, b, d) -> a == b ? 1 : 0;
    static final Kernel NOT_EQUAL = (v, a, b, d) -> a != b ? 1 : 0;
    static final Kernel LESSU = (v, a, b, d) -> Long.compareUnsigned(a, b) < 0 ? 1 : 0;
    static final Kernel LESS = (v, a, b, d) -> a < b ? 1 : 0;
    static final Kernel LESS_EQUALU = (v, a, b, d) -> Long.compareUnsigned(a, b) <= 0 ? 1 : 0;
    static final Kernel LESS_EQUAL = (v, a, b, d) -> a <= b ? 1 : 0;
    static final Kernel GREATERU = (v, a, b, d) -> Long.compareUnsigned(a, b) > 0 ? 1 : 0;
    static final Kernel GREATER = (v, a, b, d) -> a > b ? 1 : 0;

    private IntegerKernels() {}

    /** An element of twice SEW without its sign. */
    static long unsignedWide(VectorUnit v, long a) {
        return a & (-1L >>> (Long.SIZE - 2 * v.bits));
    }

    private static long carry(VectorUnit v, long a, long b, long carry) {
        long sum = v.unsigned(a + b + carry);
        int order = Long.compareUnsigned(sum, v.unsigned(a));
        return order < 0 || (order == 0 && carry != 0) ? 1 : 0;
    }

    private static long borrow(VectorUnit v, long a, long b, long borrow) {
        int order = Long.compareUnsigned(a, b);
        return order < 0 || (order == 0 && borrow != 0) ? 1 : 0;
    }
}
