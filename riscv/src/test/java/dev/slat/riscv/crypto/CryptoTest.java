package dev.slat.riscv.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Whole algorithms made of the steps, against the JDK's and the standards' vectors. */
class CryptoTest {
    private static final int ROUNDS = 10;
    private static final int CASES = 200;

    private final SplittableRandom random = new SplittableRandom(7);

    private static ByteBuffer bytes(long low, long high) {
        return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(low).putLong(high);
    }

    /** The round keys of AES-128, two registers each. */
    private static long[] keys(long low, long high) {
        long[] keys = new long[2 * ROUNDS + 2];
        keys[0] = low;
        keys[1] = high;
        for (int i = 0; i < ROUNDS; i++) {
            keys[2 * i + 2] = Aes.keyWords(Aes.keyWord(keys[2 * i + 1], i), keys[2 * i]);
            keys[2 * i + 3] = Aes.keyWords(keys[2 * i + 2], keys[2 * i + 1]);
        }
        return keys;
    }

    @Test
    void aesIsThatOfTheJdkBothWays() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        for (int i = 0; i < CASES; i++) {
            long[] keys = keys(random.nextLong(), random.nextLong());
            long low = random.nextLong();
            long high = random.nextLong();
            byte[] key = bytes(keys[0], keys[1]).array();
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] expected = cipher.doFinal(bytes(low, high).array());
            long a = low ^ keys[0];
            long b = high ^ keys[1];
            for (int round = 1; round < ROUNDS; round++) {
                long next = Aes.encrypt(a, b) ^ keys[2 * round];
                b = Aes.encrypt(b, a) ^ keys[2 * round + 1];
                a = next;
            }
            long first = Aes.encryptLast(a, b) ^ keys[2 * ROUNDS];
            long second = Aes.encryptLast(b, a) ^ keys[2 * ROUNDS + 1];
            assertThat(bytes(first, second).array()).isEqualTo(expected);
            assertThat(decrypted(first, second, keys)).containsExactly(low, high);
        }
    }

    /** The equivalent inverse cipher, whose round keys are mixed. */
    private static long[] decrypted(long low, long high, long[] keys) {
        long a = low ^ keys[2 * ROUNDS];
        long b = high ^ keys[2 * ROUNDS + 1];
        for (int round = ROUNDS - 1; round > 0; round--) {
            long next = Aes.decrypt(a, b) ^ Aes.inverseMix(keys[2 * round]);
            b = Aes.decrypt(b, a) ^ Aes.inverseMix(keys[2 * round + 1]);
            a = next;
        }
        return new long[] {Aes.decryptLast(a, b) ^ keys[0], Aes.decryptLast(b, a) ^ keys[1]};
    }

    @Test
    void theLastWordOfALongKeyIsSubstitutedOnly() {
        long word = Aes.keyWord(0x0053_0000_0000_0000L, Aes.LAST_ROUND);
        assertThat(word).isEqualTo(0x63ed_6363_63ed_6363L);
    }

    @Test
    void sha256IsThatOfTheJdk() throws GeneralSecurityException {
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(new byte[] {'a', 'b', 'c'});
        assertThat(ShaModel.sha256OfAbc()).isEqualTo(expected);
    }

    @Test
    void sha512IsThatOfTheJdk() throws GeneralSecurityException {
        byte[] expected = MessageDigest.getInstance("SHA-512").digest(new byte[] {'a', 'b', 'c'});
        assertThat(ShaModel.sha512OfAbc()).isEqualTo(expected);
    }

    /** GB/T 32907-2016, example 1. */
    @Test
    void sm4EncryptsTheExampleOfItsStandard() {
        String text = "0123456789abcdeffedcba9876543210";
        assertThat(HexFormat.of().formatHex(Sm4Model.encrypt(text, text)))
                .isEqualTo("681edf34d206965e86b3e94f536e4246");
    }

    /** GB/T 32905-2016, section 4.5: the definitions, of one bit. */
    @Test
    void sm3SpreadsABit() {
        assertThat(Sm3.p0(1)).isEqualTo(1 | 1 << 9 | 1 << 17);
        assertThat(Sm3.p1(1)).isEqualTo(1 | 1 << 15 | 1 << 23);
        assertThat(Sm3.p0(0xffff_ffff_8000_0000L)).isEqualTo(0xffff_ffff_8001_0100L);
    }

    @Test
    void carryLessProductsAreThoseOfPolynomials() {
        for (int i = 0; i < CASES; i++) {
            long a = random.nextLong();
            long b = random.nextLong() >>> random.nextInt(64);
            BigInteger product = BigInteger.ZERO;
            for (int bit = 0; bit < 64; bit++) {
                if ((b >>> bit & 1) != 0) {
                    BigInteger wide = new BigInteger(Long.toUnsignedString(a));
                    product = product.xor(wide.shiftLeft(bit));
                }
            }
            assertThat(CarryLess.low(a, b)).isEqualTo(product.longValue());
            assertThat(CarryLess.high(a, b)).isEqualTo(product.shiftRight(64).longValue());
            assertThat(CarryLess.reversed(a, b)).isEqualTo(product.shiftRight(63).longValue());
        }
    }

    @Test
    void permutationsTakeZeroWhereAnIndexIsOutOfRange() {
        long table = 0x8877_6655_4433_2211L;
        assertThat(Permutation.bytes(table, 0x08_07_00_01_ff_02_80_03L))
                .isEqualTo(0x00_88_11_22_00_33_00_44L);
        assertThat(Permutation.nibbles(0xfedc_ba98_7654_3210L, 0x0123_4567_89ab_cdefL))
                .isEqualTo(0x0123_4567_89ab_cdefL);
        assertThat(Permutation.packHalves(0x1234, 0x8765)).isEqualTo(0xffff_ffff_8765_1234L);
        assertThat(Permutation.packBytes(0x1234, 0x8765)).isEqualTo(0x6534);
        assertThat(Permutation.packWords(table, 1)).isEqualTo(0x1_4433_2211L);
        assertThat(Permutation.reverseInBytes(0x0180L)).isEqualTo(0x8001L);
    }
}
