package dev.slat.riscv;

import static dev.slat.riscv.Extension.ZBA;
import static dev.slat.riscv.Extension.ZBB;
import static dev.slat.riscv.Extension.ZBC;
import static dev.slat.riscv.Extension.ZBKB;
import static dev.slat.riscv.Extension.ZBKC;
import static dev.slat.riscv.Extension.ZBKX;
import static dev.slat.riscv.Extension.ZBS;
import static dev.slat.riscv.Extension.ZICOND;

import dev.slat.riscv.crypto.CarryLess;
import dev.slat.riscv.crypto.Permutation;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the bit manipulation extensions Zb*, those for cryptography included, and Zicond
 * (unprivileged manual, chapter "B"). Each method answers for one major opcode.
 */
final class BitDecoder {
    private final Isa isa;

    BitDecoder(Isa isa) {
        this.isa = isa;
    }

    private @Nullable Op when(Extension extension, Op op) {
        return isa.has(extension) ? op : null;
    }

    /** For an instruction that two extensions have. */
    private @Nullable Op when(Extension one, Extension other, Op op) {
        return isa.has(one) || isa.has(other) ? op : null;
    }

    /** OP-IMM, 0x13. */
    @Nullable Op immediate(int w) {
        return switch (Encoding.funct3(w)) {
            case 1 ->
                    switch (w >>> 26) {
                        case 0x0a -> when(ZBS, new SingleBitOps.Bseti(w));
                        case 0x12 -> when(ZBS, new SingleBitOps.Bclri(w));
                        case 0x1a -> when(ZBS, new SingleBitOps.Binvi(w));
                        default -> unary(w);
                    };
            case 5 ->
                    switch (w >>> 26) {
                        case 0x12 -> when(ZBS, new SingleBitOps.Bexti(w));
                        case 0x18 -> when(ZBB, ZBKB, new BitOps.Rori(w));
                        default -> bytes(w);
                    };
            default -> null;
        };
    }

    private @Nullable Op unary(int w) {
        return switch (w >>> 20) {
            case 0x600 -> when(ZBB, new BitOps.Clz(w));
            case 0x601 -> when(ZBB, new BitOps.Ctz(w));
            case 0x602 -> when(ZBB, new BitOps.Cpop(w));
            case 0x604 -> when(ZBB, new BitOps.SextB(w));
            case 0x605 -> when(ZBB, new BitOps.SextH(w));
            default -> null;
        };
    }

    private @Nullable Op bytes(int w) {
        return switch (w >>> 20) {
            case 0x287 -> when(ZBB, new BitOps.OrcB(w));
            case 0x687 -> when(ZBKB, new ComputeOps.Unary(w, Permutation::reverseInBytes));
            case 0x6b8 -> when(ZBB, ZBKB, new BitOps.Rev8(w));
            default -> null;
        };
    }

    /** OP-IMM-32, 0x1b. */
    @Nullable Op immediateWord(int w) {
        return switch (Encoding.funct3(w)) {
            case 1 ->
                    switch (w >>> 20) {
                        case 0x600 -> when(ZBB, new BitOps.Clzw(w));
                        case 0x601 -> when(ZBB, new BitOps.Ctzw(w));
                        case 0x602 -> when(ZBB, new BitOps.Cpopw(w));
                        default -> w >>> 26 == 2 ? when(ZBA, new AddressOps.SlliUw(w)) : null;
                    };
            case 5 -> Encoding.funct7(w) == 0x30 ? when(ZBB, ZBKB, new BitOps.Roriw(w)) : null;
            default -> null;
        };
    }

    /** OP, 0x33. */
    @Nullable Op register(int w) {
        return switch ((Encoding.funct7(w) << 3) | Encoding.funct3(w)) {
            case 0x04 << 3 | 4 -> when(ZBKB, new ComputeOps.Binary(w, Permutation::packWords));
            case 0x04 << 3 | 7 -> when(ZBKB, new ComputeOps.Binary(w, Permutation::packBytes));
            case 0x05 << 3 | 1 -> when(ZBC, ZBKC, new ComputeOps.Binary(w, CarryLess::low));
            case 0x05 << 3 | 2 -> when(ZBC, new ComputeOps.Binary(w, CarryLess::reversed));
            case 0x05 << 3 | 3 -> when(ZBC, ZBKC, new ComputeOps.Binary(w, CarryLess::high));
            case 0x05 << 3 | 4 -> when(ZBB, new BitOps.Min(w));
            case 0x05 << 3 | 5 -> when(ZBB, new BitOps.Minu(w));
            case 0x05 << 3 | 6 -> when(ZBB, new BitOps.Max(w));
            case 0x05 << 3 | 7 -> when(ZBB, new BitOps.Maxu(w));
            case 0x07 << 3 | 5 -> when(ZICOND, new ConditionalOps.CzeroEqz(w));
            case 0x07 << 3 | 7 -> when(ZICOND, new ConditionalOps.CzeroNez(w));
            case 0x10 << 3 | 2 -> when(ZBA, new AddressOps.Sh1Add(w));
            case 0x10 << 3 | 4 -> when(ZBA, new AddressOps.Sh2Add(w));
            case 0x10 << 3 | 6 -> when(ZBA, new AddressOps.Sh3Add(w));
            case 0x14 << 3 | 1 -> when(ZBS, new SingleBitOps.Bset(w));
            case 0x14 << 3 | 2 -> when(ZBKX, new ComputeOps.Binary(w, Permutation::nibbles));
            case 0x14 << 3 | 4 -> when(ZBKX, new ComputeOps.Binary(w, Permutation::bytes));
            case 0x20 << 3 | 4 -> when(ZBB, ZBKB, new BitOps.Xnor(w));
            case 0x20 << 3 | 6 -> when(ZBB, ZBKB, new BitOps.Orn(w));
            case 0x20 << 3 | 7 -> when(ZBB, ZBKB, new BitOps.Andn(w));
            case 0x24 << 3 | 1 -> when(ZBS, new SingleBitOps.Bclr(w));
            case 0x24 << 3 | 5 -> when(ZBS, new SingleBitOps.Bext(w));
            case 0x30 << 3 | 1 -> when(ZBB, ZBKB, new BitOps.Rol(w));
            case 0x30 << 3 | 5 -> when(ZBB, ZBKB, new BitOps.Ror(w));
            case 0x34 << 3 | 1 -> when(ZBS, new SingleBitOps.Binv(w));
            default -> null;
        };
    }

    /** OP-32, 0x3b. */
    @Nullable Op registerWord(int w) {
        return switch ((Encoding.funct7(w) << 3) | Encoding.funct3(w)) {
            case 0x04 << 3 -> when(ZBA, new AddressOps.AddUw(w));
            case 0x04 << 3 | 4 -> packWord(w);
            case 0x10 << 3 | 2 -> when(ZBA, new AddressOps.Sh1AddUw(w));
            case 0x10 << 3 | 4 -> when(ZBA, new AddressOps.Sh2AddUw(w));
            case 0x10 << 3 | 6 -> when(ZBA, new AddressOps.Sh3AddUw(w));
            case 0x30 << 3 | 1 -> when(ZBB, ZBKB, new BitOps.Rolw(w));
            case 0x30 << 3 | 5 -> when(ZBB, ZBKB, new BitOps.Rorw(w));
            default -> null;
        };
    }

    /** {@code zext.h} is {@code packw} with x0. */
    private @Nullable Op packWord(int w) {
        return Encoding.rs2(w) == 0
                ? when(ZBB, ZBKB, new BitOps.ZextH(w))
                : when(ZBKB, new ComputeOps.Binary(w, Permutation::packHalves));
    }
}
