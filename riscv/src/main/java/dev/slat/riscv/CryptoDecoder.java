package dev.slat.riscv;

import static dev.slat.riscv.Extension.ZKND;
import static dev.slat.riscv.Extension.ZKNE;
import static dev.slat.riscv.Extension.ZKNH;
import static dev.slat.riscv.Extension.ZKSED;
import static dev.slat.riscv.Extension.ZKSH;

import dev.slat.riscv.crypto.Aes;
import dev.slat.riscv.crypto.Sha2;
import dev.slat.riscv.crypto.Sm3;
import dev.slat.riscv.crypto.Sm4;

import org.jspecify.annotations.Nullable;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Decodes scalar cryptography, Zk* (unprivileged manual, "Cryptography Extensions: Scalar"). */
final class CryptoDecoder {
    /** aes64ks1i: the immediate but for the round number. */
    private static final int KEY_SCHEDULE = 0x31;

    private final Isa isa;

    CryptoDecoder(Isa isa) {
        this.isa = isa;
    }

    private boolean hasAes() {
        return isa.has(ZKNE) || isa.has(ZKND);
    }

    /** OP-IMM, 0x13. */
    @Nullable Op immediate(int w) {
        if (Encoding.funct3(w) != 1) {
            return null;
        }
        int round = Encoding.rs2(w) & 0xf;
        if (w >>> 24 == KEY_SCHEDULE && round <= Aes.LAST_ROUND) {
            return hasAes() ? new ComputeOps.Unary(w, key -> Aes.keyWord(key, round)) : null;
        }
        return switch (w >>> 20) {
            case 0x100 -> unary(w, ZKNH, Sha2::sum0of256);
            case 0x101 -> unary(w, ZKNH, Sha2::sum1of256);
            case 0x102 -> unary(w, ZKNH, Sha2::sigma0of256);
            case 0x103 -> unary(w, ZKNH, Sha2::sigma1of256);
            case 0x104 -> unary(w, ZKNH, Sha2::sum0of512);
            case 0x105 -> unary(w, ZKNH, Sha2::sum1of512);
            case 0x106 -> unary(w, ZKNH, Sha2::sigma0of512);
            case 0x107 -> unary(w, ZKNH, Sha2::sigma1of512);
            case 0x108 -> unary(w, ZKSH, Sm3::p0);
            case 0x109 -> unary(w, ZKSH, Sm3::p1);
            case 0x300 -> unary(w, ZKND, Aes::inverseMix);
            default -> null;
        };
    }

    /** OP, 0x33; of SM4, the number of a byte is in the upper two bits. */
    @Nullable Op register(int w) {
        if (Encoding.funct3(w) != 0) {
            return null;
        }
        int index = w >>> 30;
        return switch (Encoding.funct7(w)) {
            case 0x19 -> binary(w, ZKNE, Aes::encryptLast);
            case 0x1b -> binary(w, ZKNE, Aes::encrypt);
            case 0x1d -> binary(w, ZKND, Aes::decryptLast);
            case 0x1f -> binary(w, ZKND, Aes::decrypt);
            case 0x3f -> hasAes() ? new ComputeOps.Binary(w, Aes::keyWords) : null;
            case 0x18, 0x38, 0x58, 0x78 -> binary(w, ZKSED, (a, b) -> Sm4.round(a, b, index));
            case 0x1a, 0x3a, 0x5a, 0x7a -> binary(w, ZKSED, (a, b) -> Sm4.keyRound(a, b, index));
            default -> null;
        };
    }

    private @Nullable Op unary(int w, Extension extension, LongUnaryOperator function) {
        return isa.has(extension) ? new ComputeOps.Unary(w, function) : null;
    }

    private @Nullable Op binary(int w, Extension extension, LongBinaryOperator function) {
        return isa.has(extension) ? new ComputeOps.Binary(w, function) : null;
    }
}
