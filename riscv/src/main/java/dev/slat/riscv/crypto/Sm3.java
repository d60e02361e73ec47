package dev.slat.riscv.crypto;

/** The permutations of the hash SM3 (GB/T 32905, section 4.5): Zksh. Any thread. */
public final class Sm3 {
    private Sm3() {}

    /** {@code sm3p0}, its sign extended. */
    public static long p0(long a) {
        int word = (int) a;
        return word ^ Integer.rotateLeft(word, 9) ^ Integer.rotateLeft(word, 17);
    }

    /** {@code sm3p1}, its sign extended. */
    public static long p1(long a) {
        int word = (int) a;
        return word ^ Integer.rotateLeft(word, 15) ^ Integer.rotateLeft(word, 23);
    }
}
