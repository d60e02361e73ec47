package dev.slat.riscv.crypto;

/**
 * The cipher SM4 (GB/T 32907) as Zksed cuts it: a step substitutes one byte of {@code b}, spreads
 * it by the linear map and adds that to {@code a}. Words are as little-endian loads give them, the
 * reverse of the standard's. Any thread.
 */
public final class Sm4 {
    private static final BinaryField FIELD = new BinaryField(0x1f5);

    /** The S-box is an inversion between two turns of the same affine map. */
    private static final int AFFINE_ROW = 0xa7;

    private static final int AFFINE_CONSTANT = 0xd3;

    private static final int[] BOX = new int[BinaryField.SIZE];

    static {
        for (int i = 0; i < BinaryField.SIZE; i++) {
            BOX[i] = affine(FIELD.inverse(affine(i)));
        }
    }

    private Sm4() {}

    private static int affine(int a) {
        return BinaryField.circulant(a, AFFINE_ROW) ^ AFFINE_CONSTANT;
    }

    /** A quarter of a round: {@code sm4ed}, its sign extended. */
    public static long round(long a, long b, int index) {
        int s = substituted(b, index);
        int spread =
                s
                        ^ Integer.rotateLeft(s, 2)
                        ^ Integer.rotateLeft(s, 10)
                        ^ Integer.rotateLeft(s, 18)
                        ^ Integer.rotateLeft(s, 24);
        return add(a, spread, index);
    }

    /** A quarter of a round of the key schedule: {@code sm4ks}, its sign extended. */
    public static long keyRound(long a, long b, int index) {
        int s = substituted(b, index);
        return add(a, s ^ Integer.rotateLeft(s, 13) ^ Integer.rotateLeft(s, 23), index);
    }

    /** Byte {@code index} of {@code b}, substituted, as the first byte of a word. */
    private static int substituted(long b, int index) {
        return BOX[(int) (b >>> (8 * index)) & 0xff] << 24;
    }

    private static int add(long a, int word, int index) {
        return (int) a ^ Integer.rotateLeft(Integer.reverseBytes(word), 8 * index);
    }
}
