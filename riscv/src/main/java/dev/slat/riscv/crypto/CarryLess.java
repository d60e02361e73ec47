package dev.slat.riscv.crypto;

/** Multiplication of polynomials over GF(2): Zbc and Zbkc. Any thread. */
public final class CarryLess {
    private CarryLess() {}

    /** The low 64 bits of the product: {@code clmul}. */
    public static long low(long a, long b) {
        long product = 0;
        for (long rest = b; rest != 0; rest &= rest - 1) {
            product ^= a << Long.numberOfTrailingZeros(rest);
        }
        return product;
    }

    /** The high 64 bits of the product: {@code clmulh}. */
    public static long high(long a, long b) {
        return reversed(a, b) >>> 1;
    }

    /** Bits 63 to 126 of the product, which is that of the reversed operands: {@code clmulr}. */
    public static long reversed(long a, long b) {
        long product = 0;
        for (long rest = b; rest != 0; rest &= rest - 1) {
            product ^= a >>> (63 - Long.numberOfTrailingZeros(rest));
        }
        return product;
    }
}
