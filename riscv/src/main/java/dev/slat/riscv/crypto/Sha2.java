package dev.slat.riscv.crypto;

/** The functions of SHA-256 and SHA-512 (FIPS 180-4, section 4.1): Zknh. Any thread. */
public final class Sha2 {
    private Sha2() {}

    /** The large sigma 0 of SHA-256, its sign extended: {@code sha256sum0}. */
    public static long sum0of256(long a) {
        return rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    }

    /** {@code sha256sum1} */
    public static long sum1of256(long a) {
        return rotate(a, 6) ^ rotate(a, 11) ^ rotate(a, 25);
    }

    /** The small sigma 0 of SHA-256, its sign extended: {@code sha256sig0}. */
    public static long sigma0of256(long a) {
        return rotate(a, 7) ^ rotate(a, 18) ^ (int) a >>> 3;
    }

    /** {@code sha256sig1} */
    public static long sigma1of256(long a) {
        return rotate(a, 17) ^ rotate(a, 19) ^ (int) a >>> 10;
    }

    private static int rotate(long word, int places) {
        return Integer.rotateRight((int) word, places);
    }

    /** {@code sha512sum0} */
    public static long sum0of512(long a) {
        return Long.rotateRight(a, 28) ^ Long.rotateRight(a, 34) ^ Long.rotateRight(a, 39);
    }

    /** {@code sha512sum1} */
    public static long sum1of512(long a) {
        return Long.rotateRight(a, 14) ^ Long.rotateRight(a, 18) ^ Long.rotateRight(a, 41);
    }

    /** {@code sha512sig0} */
    public static long sigma0of512(long a) {
        return Long.rotateRight(a, 1) ^ Long.rotateRight(a, 8) ^ a >>> 7;
    }

    /** {@code sha512sig1} */
    public static long sigma1of512(long a) {
        return Long.rotateRight(a, 19) ^ Long.rotateRight(a, 61) ^ a >>> 6;
    }
}
