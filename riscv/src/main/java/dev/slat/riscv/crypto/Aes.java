package dev.slat.riscv.crypto;

/**
 * AES (FIPS 197) as Zkne and Zknd cut it: a state is two registers of two columns each, the byte of
 * row r and column c at byte 4c + r. Any thread.
 */
public final class Aes {
    private static final BinaryField FIELD = new BinaryField(0x11b);

    /** The greatest round number of {@code aes64ks1i}; it stands for no rotation, no constant. */
    public static final int LAST_ROUND = 10;

    private static final byte[] FORWARD = new byte[BinaryField.SIZE];
    private static final byte[] INVERSE = new byte[BinaryField.SIZE];

    /** Coefficients of the column that MixColumns multiplies by, from row 0 down. */
    private static final int[] MIX = {2, 1, 1, 3};

    private static final int[] INVERSE_MIX = {14, 9, 13, 11};

    static {
        for (int i = 0; i < BinaryField.SIZE; i++) {
            int substitute = BinaryField.circulant(FIELD.inverse(i), 0xf1) ^ 0x63;
            FORWARD[i] = (byte) substitute;
            INVERSE[substitute] = (byte) i;
        }
    }

    private Aes() {}

    /** The last round of an encryption, without the key, for two columns: {@code aes64es}. */
    public static long encryptLast(long low, long high) {
        return substitute(FORWARD, shiftRows(low, high, 1));
    }

    /** A round of an encryption, without the key, for two columns: {@code aes64esm}. */
    public static long encrypt(long low, long high) {
        return mixColumns(MIX, encryptLast(low, high));
    }

    /** The last round of a decryption, without the key, for two columns: {@code aes64ds}. */
    public static long decryptLast(long low, long high) {
        return substitute(INVERSE, shiftRows(low, high, -1));
    }

    /** A round of a decryption, without the key, for two columns: {@code aes64dsm}. */
    public static long decrypt(long low, long high) {
        return mixColumns(INVERSE_MIX, decryptLast(low, high));
    }

    /** The inverse MixColumns of two columns: {@code aes64im}. */
    public static long inverseMix(long columns) {
        return mixColumns(INVERSE_MIX, columns);
    }

    /** The word that a round of the key schedule begins with, twice: {@code aes64ks1i}. */
    public static long keyWord(long key, int round) {
        int word = (int) (key >>> 32);
        if (round < LAST_ROUND) {
            word = Integer.rotateRight(word, 8);
        }
        long substituted = substitute(FORWARD, Integer.toUnsignedLong(word)) & 0xffff_ffffL;
        substituted ^= roundConstant(round);
        return substituted | substituted << 32;
    }

    private static int roundConstant(int round) {
        if (round == LAST_ROUND) {
            return 0;
        }
        int constant = 1;
        for (int i = 0; i < round; i++) {
            constant = FIELD.multiply(constant, 2);
        }
        return constant;
    }

    /** The next two words of the key schedule: {@code aes64ks2}. */
    public static long keyWords(long begin, long key) {
        long first = (begin >>> 32 ^ key) & 0xffff_ffffL;
        return first | (first ^ key >>> 32) << 32;
    }

    /** Columns 0 and 1 of the state whose row r is rotated by r columns. */
    private static long shiftRows(long low, long high, int direction) {
        long result = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            int row = i & 3;
            int column = (i >>> 2) + direction * row & 3;
            long half = column < 2 ? low : high;
            long value = half >>> (8 * (4 * (column & 1) + row)) & 0xff;
            result |= value << (8 * i);
        }
        return result;
    }

    private static long substitute(byte[] box, long bytes) {
        long result = 0;
        for (int at = 0; at < Long.SIZE; at += Byte.SIZE) {
            result |= (box[(int) (bytes >>> at) & 0xff] & 0xffL) << at;
        }
        return result;
    }

    private static long mixColumns(int[] coefficients, long columns) {
        long result = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            int sum = 0;
            for (int row = 0; row < 4; row++) {
                int value = (int) (columns >>> (8 * ((i & 4) + row))) & 0xff;
                sum ^= FIELD.multiply(value, coefficients[i - row & 3]);
            }
            result |= (long) sum << (8 * i);
        }
        return result;
    }
}
