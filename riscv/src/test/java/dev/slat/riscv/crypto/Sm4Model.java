package dev.slat.riscv.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** SM4 made of the steps, as a program would use them. */
final class Sm4Model {
    private static final int ROUNDS = 32;

    /** The system parameter FK (section 7.3), as little-endian loads give its bytes. */
    private static final int[] SYSTEM = {0xc6bab1a3, 0x5033aa56, 0x97917d67, 0xdc2270b2};

    private Sm4Model() {}

    static byte[] encrypt(String keyText, String text) {
        int[] key = words(keyText);
        int[] x = words(text);
        for (int i = 0; i < 4; i++) {
            key[i] ^= SYSTEM[i];
        }
        for (int i = 0; i < ROUNDS; i++) {
            int mixed = key[(i + 1) % 4] ^ key[(i + 2) % 4] ^ key[(i + 3) % 4] ^ constant(i);
            long next = key[i % 4];
            for (int at = 0; at < 4; at++) {
                next = Sm4.keyRound(next, mixed, at);
            }
            key[i % 4] = (int) next;
            int state = x[(i + 1) % 4] ^ x[(i + 2) % 4] ^ x[(i + 3) % 4] ^ key[i % 4];
            long value = x[i % 4];
            for (int at = 0; at < 4; at++) {
                value = Sm4.round(value, state, at);
            }
            x[i % 4] = (int) value;
        }
        ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 3; i >= 0; i--) {
            out.putInt(x[i]);
        }
        return out.array();
    }

    private static int[] words(String hex) {
        ByteBuffer bytes =
                ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
        return new int[] {bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt()};
    }

    /** CK: byte j of word i is 7 (4i + j). */
    private static int constant(int i) {
        int word = 0;
        for (int j = 0; j < 4; j++) {
            word |= (7 * (4 * i + j) & 0xff) << (8 * j);
        }
        return word;
    }
}
