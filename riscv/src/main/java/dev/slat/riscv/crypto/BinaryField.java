package dev.slat.riscv.crypto;

/** GF(2^8) modulo an irreducible polynomial of degree 8, whose bits include x^8. */
record BinaryField(int polynomial) {
    /** Elements of the field. */
    static final int SIZE = 256;

    int multiply(int a, int b) {
        int product = 0;
        int power = a;
        for (int rest = b; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                product ^= power;
            }
            power <<= 1;
            if (power >= SIZE) {
                power ^= polynomial;
            }
        }
        return product;
    }

    /** The inverse, which is {@code a} to the power of 254; zero for zero. */
    int inverse(int a) {
        int result = 1;
        int square = a;
        for (int bit = 1; bit < 8; bit++) {
            square = multiply(square, square);
            result = multiply(result, square);
        }
        return result;
    }

    /** Bit i of the result is the parity of {@code a} and {@code row} rotated left by i. */
    static int circulant(int a, int row) {
        int result = 0;
        for (int i = 0; i < 8; i++) {
            int rotated = (row << i | row >>> (8 - i)) & 0xff;
            result |= (Integer.bitCount(a & rotated) & 1) << i;
        }
        return result;
    }
}
