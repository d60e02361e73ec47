package dev.slat.riscv;

/**
 * Expands the 16-bit instructions of the C extension (RV64C), Zcb and Zcmop to the 32-bit ones they
 * stand for, so that only one decoder is needed; {@code c.mul} is legal where {@code mul} is.
 */
final class Compressed {
    /** What {@link #expand} returns for a reserved encoding; no 32-bit instruction is zero. */
    static final int ILLEGAL = 0;

    private static final int LOAD = 0x03;
    private static final int LOAD_FP = 0x07;
    private static final int OP_IMM = 0x13;
    private static final int OP_IMM_32 = 0x1b;
    private static final int STORE = 0x23;
    private static final int STORE_FP = 0x27;
    private static final int OP = 0x33;
    private static final int LUI = 0x37;
    private static final int OP_32 = 0x3b;
    private static final int JALR = 0x67;
    private static final int EBREAK = 0x00100073;
    private static final int NOP = OP_IMM;
    private static final int SP = 2;

    private final boolean present;
    private final boolean doubles;
    private final boolean bytes;
    private final boolean mayBe;

    Compressed(Isa isa) {
        present = isa.has(Extension.ZCA);
        doubles = isa.has(Extension.ZCD);
        bytes = isa.has(Extension.ZCB);
        mayBe = isa.has(Extension.ZCMOP);
    }

    /** The 32-bit form of {@code c}, a parcel whose low two bits are not 3. */
    int expand(int c) {
        if (!present) {
            return ILLEGAL;
        }
        int funct3 = c >>> 13 & 7;
        return switch (c & 3) {
            case 0 -> quadrant0(c, funct3);
            case 1 -> quadrant1(c, funct3);
            default -> quadrant2(c, funct3);
        };
    }

    private int quadrant0(int c, int funct3) {
        int low = 8 + bits(c, 2, 3);
        int base = 8 + bits(c, 7, 3);
        int word = bits(c, 10, 3) << 3 | bits(c, 6, 1) << 2 | bits(c, 5, 1) << 6;
        int doubleword = bits(c, 10, 3) << 3 | bits(c, 5, 2) << 6;
        return switch (funct3) {
            case 0 -> {
                int imm =
                        bits(c, 11, 2) << 4
                                | bits(c, 7, 4) << 6
                                | bits(c, 6, 1) << 2
                                | bits(c, 5, 1) << 3;
                yield imm == 0 ? ILLEGAL : iType(OP_IMM, 0, low, SP, imm);
            }
            case 1 -> !doubles ? ILLEGAL : iType(LOAD_FP, 3, low, base, doubleword);
            case 2 -> iType(LOAD, 2, low, base, word);
            case 3 -> iType(LOAD, 3, low, base, doubleword);
            case 4 -> bytes ? byteAccess(c, base, low) : ILLEGAL;
            case 5 -> !doubles ? ILLEGAL : sType(STORE_FP, 3, base, low, doubleword);
            case 6 -> sType(STORE, 2, base, low, word);
            case 7 -> sType(STORE, 3, base, low, doubleword);
            default -> ILLEGAL;
        };
    }

    private int quadrant1(int c, int funct3) {
        int rd = bits(c, 7, 5);
        int imm = signed(bits(c, 12, 1) << 5 | bits(c, 2, 5), 6);
        return switch (funct3) {
            case 0 -> iType(OP_IMM, 0, rd, rd, imm);
            case 1 -> rd == 0 ? ILLEGAL : iType(OP_IMM_32, 0, rd, rd, imm);
            case 2 -> iType(OP_IMM, 0, rd, 0, imm);
            case 3 -> upper(c, rd, imm);
            case 4 -> arithmetic(c, imm);
            case 5 -> jump(c);
            default -> branch(c, funct3 - 6);
        };
    }

    /** c.addi16sp and c.lui. */
    private int upper(int c, int rd, int imm) {
        if (imm == 0) {
            // c.mop.1 to c.mop.15: no effect, not even on a register.
            return mayBe && (rd & 0x11) == 1 ? NOP : ILLEGAL;
        }
        if (rd != SP) {
            return LUI | rd << 7 | imm << 12;
        }
        int adjust =
                bits(c, 12, 1) << 9
                        | bits(c, 6, 1) << 4
                        | bits(c, 5, 1) << 6
                        | bits(c, 3, 2) << 7
                        | bits(c, 2, 1) << 5;
        return iType(OP_IMM, 0, SP, SP, signed(adjust, 10));
    }

    private int arithmetic(int c, int imm) {
        int rd = 8 + bits(c, 7, 3);
        int rs2 = 8 + bits(c, 2, 3);
        return switch (bits(c, 10, 2)) {
            case 0 -> iType(OP_IMM, 5, rd, rd, imm & 0x3f);
            case 1 -> iType(OP_IMM, 5, rd, rd, (imm & 0x3f) | 0x400);
            case 2 -> iType(OP_IMM, 7, rd, rd, imm);
            default ->
                    switch (bits(c, 12, 1) << 2 | bits(c, 5, 2)) {
                        case 0 -> rType(OP, 0, 0x20, rd, rd, rs2);
                        case 1 -> rType(OP, 4, 0, rd, rd, rs2);
                        case 2 -> rType(OP, 6, 0, rd, rd, rs2);
                        case 3 -> rType(OP, 7, 0, rd, rd, rs2);
                        case 4 -> rType(OP_32, 0, 0x20, rd, rd, rs2);
                        case 5 -> rType(OP_32, 0, 0, rd, rd, rs2);
                        case 6 -> bytes ? rType(OP, 0, 1, rd, rd, rs2) : ILLEGAL;
                        default -> bytes ? unary(rd, bits(c, 2, 3)) : ILLEGAL;
                    };
        };
    }

    /** Zcb: c.lbu, c.lhu, c.lh, c.sb and c.sh. */
    private static int byteAccess(int c, int base, int low) {
        int byteOffset = bits(c, 5, 1) << 1 | bits(c, 6, 1);
        int halfOffset = bits(c, 5, 1) << 1;
        boolean signed = bits(c, 6, 1) != 0;
        return switch (bits(c, 10, 3)) {
            case 0 -> iType(LOAD, 4, low, base, byteOffset);
            case 1 -> iType(LOAD, signed ? 1 : 5, low, base, halfOffset);
            case 2 -> sType(STORE, 0, base, low, byteOffset);
            case 3 -> signed ? ILLEGAL : sType(STORE, 1, base, low, halfOffset);
            default -> ILLEGAL;
        };
    }

    /** Zcb: c.zext.b, c.sext.b, c.zext.h, c.sext.h, c.zext.w and c.not. */
    private static int unary(int rd, int kind) {
        return switch (kind) {
            case 0 -> iType(OP_IMM, 7, rd, rd, 0xff);
            case 1 -> iType(OP_IMM, 1, rd, rd, 0x604);
            case 2 -> rType(OP_32, 4, 4, rd, rd, 0);
            case 3 -> iType(OP_IMM, 1, rd, rd, 0x605);
            case 4 -> rType(OP_32, 0, 4, rd, rd, 0);
            case 5 -> iType(OP_IMM, 4, rd, rd, -1);
            default -> ILLEGAL;
        };
    }

    private static int jump(int c) {
        int offset =
                signed(
                        bits(c, 12, 1) << 11
                                | bits(c, 11, 1) << 4
                                | bits(c, 9, 2) << 8
                                | bits(c, 8, 1) << 10
                                | bits(c, 7, 1) << 6
                                | bits(c, 6, 1) << 7
                                | bits(c, 3, 3) << 1
                                | bits(c, 2, 1) << 5,
                        12);
        return 0x6f
                | (offset >>> 20 & 1) << 31
                | (offset >>> 1 & 0x3ff) << 21
                | (offset >>> 11 & 1) << 20
                | (offset >>> 12 & 0xff) << 12;
    }

    private static int branch(int c, int funct3) {
        int offset =
                signed(
                        bits(c, 12, 1) << 8
                                | bits(c, 10, 2) << 3
                                | bits(c, 5, 2) << 6
                                | bits(c, 3, 2) << 1
                                | bits(c, 2, 1) << 5,
                        9);
        int rs1 = 8 + bits(c, 7, 3);
        return 0x63
                | (offset >>> 12 & 1) << 31
                | (offset >>> 5 & 0x3f) << 25
                | rs1 << 15
                | funct3 << 12
                | (offset >>> 1 & 0xf) << 8
                | (offset >>> 11 & 1) << 7;
    }

    private int quadrant2(int c, int funct3) {
        int rd = bits(c, 7, 5);
        int rs2 = bits(c, 2, 5);
        int wordLoad = bits(c, 12, 1) << 5 | bits(c, 4, 3) << 2 | bits(c, 2, 2) << 6;
        int longLoad = bits(c, 12, 1) << 5 | bits(c, 5, 2) << 3 | bits(c, 2, 3) << 6;
        int wordStore = bits(c, 9, 4) << 2 | bits(c, 7, 2) << 6;
        int longStore = bits(c, 10, 3) << 3 | bits(c, 7, 3) << 6;
        return switch (funct3) {
            case 0 -> iType(OP_IMM, 1, rd, rd, bits(c, 12, 1) << 5 | rs2);
            case 1 -> !doubles ? ILLEGAL : iType(LOAD_FP, 3, rd, SP, longLoad);
            case 2 -> rd == 0 ? ILLEGAL : iType(LOAD, 2, rd, SP, wordLoad);
            case 3 -> rd == 0 ? ILLEGAL : iType(LOAD, 3, rd, SP, longLoad);
            case 4 -> registerForm(bits(c, 12, 1) != 0, rd, rs2);
            case 5 -> !doubles ? ILLEGAL : sType(STORE_FP, 3, SP, rs2, longStore);
            case 6 -> sType(STORE, 2, SP, rs2, wordStore);
            default -> sType(STORE, 3, SP, rs2, longStore);
        };
    }

    /** c.jr, c.mv, c.ebreak, c.jalr and c.add. */
    private static int registerForm(boolean bit12, int rd, int rs2) {
        if (rs2 != 0) {
            return rType(OP, 0, 0, rd, bit12 ? rd : 0, rs2);
        }
        if (rd == 0) {
            return bit12 ? EBREAK : ILLEGAL;
        }
        return iType(JALR, 0, bit12 ? 1 : 0, rd, 0);
    }

    private static int bits(int c, int from, int count) {
        return (c >>> from) & ((1 << count) - 1);
    }

    private static int signed(int value, int width) {
        return (value << (32 - width)) >> (32 - width);
    }

    private static int iType(int opcode, int funct3, int rd, int rs1, int imm) {
        return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | imm << 20;
    }

    private static int sType(int opcode, int funct3, int rs1, int rs2, int imm) {
        return opcode | (imm & 0x1f) << 7 | funct3 << 12 | rs1 << 15 | rs2 << 20 | imm >>> 5 << 25;
    }

    private static int rType(int opcode, int funct3, int funct7, int rd, int rs1, int rs2) {
        return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | rs2 << 20 | funct7 << 25;
    }
}
