package dev.slat.riscv.crypto;

/** Moves of bits, nibbles and bytes: Zbkb and Zbkx. Any thread. */
public final class Permutation {
    private static final long WORD = 0xffff_ffffL;

    private Permutation() {}

    /** The bits of each byte in reverse order: {@code brev8}. */
    public static long reverseInBytes(long a) {
        return Long.reverse(Long.reverseBytes(a));
    }

    /** The low words of {@code a} and, above, of {@code b}: {@code pack}. */
    public static long packWords(long a, long b) {
        return (a & WORD) | b << 32;
    }

    /** The low half-words, as a word with its sign extended: {@code packw}. */
    public static long packHalves(long a, long b) {
        return (int) ((a & 0xffff) | b << 16);
    }

    /** The low bytes: {@code packh}. */
    public static long packBytes(long a, long b) {
        return (a & 0xff) | (b & 0xff) << 8;
    }

    /** The bytes of {@code table} that those of {@code indices} number: {@code xperm8}. */
    public static long bytes(long table, long indices) {
        return permute(table, indices, 8);
    }

    /** The nibbles of {@code table} that those of {@code indices} number: {@code xperm4}. */
    public static long nibbles(long table, long indices) {
        return permute(table, indices, 4);
    }

    private static long permute(long table, long indices, int width) {
        long mask = (1L << width) - 1;
        long result = 0;
        for (int at = 0; at < Long.SIZE; at += width) {
            long place = (indices >>> at & mask) * width;
            if (place < Long.SIZE) {
                result |= (table >>> place & mask) << at;
            }
        }
        return result;
    }
}
