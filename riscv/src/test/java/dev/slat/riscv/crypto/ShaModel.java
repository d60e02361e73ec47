package dev.slat.riscv.crypto;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;

/** SHA-256 and SHA-512 of "abc" (FIPS 180-4, section 6), made of the functions under test. */
final class ShaModel {
    private ShaModel() {}

    static byte[] sha256OfAbc() {
        long[] w = new long[64];
        w[0] = 0x61626380L;
        w[15] = 24;
        for (int t = 16; t < w.length; t++) {
            w[t] = (int) (Sha2.sigma1of256(w[t - 2]) + w[t - 7]);
            w[t] = (int) (w[t] + Sha2.sigma0of256(w[t - 15]) + w[t - 16]);
        }
        long[] h = new long[8];
        for (int i = 0; i < 8; i++) {
            h[i] = (int) (root(prime(i), 2) >>> 32);
        }
        long[] s = h.clone();
        for (int t = 0; t < w.length; t++) {
            long k = root(prime(t), 3) >>> 32;
            turn(s, Sha2.sum1of256(s[4]), Sha2.sum0of256(s[0]), k + w[t]);
            for (int i = 0; i < 8; i++) {
                s[i] = (int) s[i];
            }
        }
        ByteBuffer out = ByteBuffer.allocate(32);
        for (int i = 0; i < 8; i++) {
            out.putInt((int) (h[i] + s[i]));
        }
        return out.array();
    }

    static byte[] sha512OfAbc() {
        long[] w = new long[80];
        w[0] = 0x6162638000000000L;
        w[15] = 24;
        for (int t = 16; t < w.length; t++) {
            w[t] = Sha2.sigma1of512(w[t - 2]) + w[t - 7] + Sha2.sigma0of512(w[t - 15]) + w[t - 16];
        }
        long[] h = new long[8];
        for (int i = 0; i < 8; i++) {
            h[i] = root(prime(i), 2);
        }
        long[] s = h.clone();
        for (int t = 0; t < w.length; t++) {
            turn(s, Sha2.sum1of512(s[4]), Sha2.sum0of512(s[0]), root(prime(t), 3) + w[t]);
        }
        ByteBuffer out = ByteBuffer.allocate(64);
        for (int i = 0; i < 8; i++) {
            out.putLong(h[i] + s[i]);
        }
        return out.array();
    }

    private static void turn(long[] s, long sum1, long sum0, long input) {
        long choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        long majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        long first = s[7] + sum1 + choice + input;
        System.arraycopy(s, 0, s, 1, 7);
        s[4] += first;
        s[0] = first + sum0 + majority;
    }

    private static int prime(int index) {
        BigInteger prime = BigInteger.TWO;
        for (int i = 0; i < index; i++) {
            prime = prime.nextProbablePrime();
        }
        return prime.intValueExact();
    }

    /** The first 64 bits of the fractional part of a square or cube root. */
    private static long root(int of, int degree) {
        MathContext exact = new MathContext(60, RoundingMode.DOWN);
        BigDecimal root = BigDecimal.valueOf(Math.pow(of, 1.0 / degree));
        for (int i = 0; i < 5; i++) { // Newton
            BigDecimal power = root.pow(degree - 1, exact);
            BigDecimal next = BigDecimal.valueOf(of).divide(power, exact);
            root =
                    root.multiply(BigDecimal.valueOf(degree - 1))
                            .add(next)
                            .divide(BigDecimal.valueOf(degree), exact);
        }
        BigDecimal scaled = root.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(64)));
        return scaled.toBigInteger().longValue();
    }
}
