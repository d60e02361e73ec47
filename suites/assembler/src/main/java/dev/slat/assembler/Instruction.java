package dev.slat.assembler;

import static dev.slat.assembler.Extension.PRIVILEGED;
import static dev.slat.assembler.Extension.RV64A;
import static dev.slat.assembler.Extension.RV64C;
import static dev.slat.assembler.Extension.RV64D;
import static dev.slat.assembler.Extension.RV64F;
import static dev.slat.assembler.Extension.RV64I;
import static dev.slat.assembler.Extension.RV64M;
import static dev.slat.assembler.Extension.ZICSR;
import static dev.slat.assembler.Extension.ZIFENCEI;
import static dev.slat.assembler.Format.ACCESS_ORDER;
import static dev.slat.assembler.Format.ATOMIC;
import static dev.slat.assembler.Format.BRANCH;
import static dev.slat.assembler.Format.CSR;
import static dev.slat.assembler.Format.CSR_IMMEDIATE;
import static dev.slat.assembler.Format.C_ADD_IMMEDIATE;
import static dev.slat.assembler.Format.C_AND_IMMEDIATE;
import static dev.slat.assembler.Format.C_ARITHMETIC;
import static dev.slat.assembler.Format.C_BRANCH;
import static dev.slat.assembler.Format.C_FLOAT_LOAD_DOUBLE;
import static dev.slat.assembler.Format.C_FLOAT_LOAD_DOUBLE_SP;
import static dev.slat.assembler.Format.C_FLOAT_STORE_DOUBLE;
import static dev.slat.assembler.Format.C_FLOAT_STORE_DOUBLE_SP;
import static dev.slat.assembler.Format.C_IMMEDIATE;
import static dev.slat.assembler.Format.C_JUMP;
import static dev.slat.assembler.Format.C_JUMP_REGISTER;
import static dev.slat.assembler.Format.C_LOAD_DOUBLE;
import static dev.slat.assembler.Format.C_LOAD_DOUBLE_SP;
import static dev.slat.assembler.Format.C_LOAD_WORD;
import static dev.slat.assembler.Format.C_LOAD_WORD_SP;
import static dev.slat.assembler.Format.C_REGISTER;
import static dev.slat.assembler.Format.C_SHIFT_LEFT;
import static dev.slat.assembler.Format.C_SHIFT_RIGHT;
import static dev.slat.assembler.Format.C_STACK_ADDRESS;
import static dev.slat.assembler.Format.C_STACK_ADJUST;
import static dev.slat.assembler.Format.C_STORE_DOUBLE;
import static dev.slat.assembler.Format.C_STORE_DOUBLE_SP;
import static dev.slat.assembler.Format.C_STORE_WORD;
import static dev.slat.assembler.Format.C_STORE_WORD_SP;
import static dev.slat.assembler.Format.C_UPPER;
import static dev.slat.assembler.Format.FLOAT_BINARY;
import static dev.slat.assembler.Format.FLOAT_COMPARE;
import static dev.slat.assembler.Format.FLOAT_FUSED;
import static dev.slat.assembler.Format.FLOAT_LOAD;
import static dev.slat.assembler.Format.FLOAT_SELECT;
import static dev.slat.assembler.Format.FLOAT_STORE;
import static dev.slat.assembler.Format.FLOAT_TO_INTEGER;
import static dev.slat.assembler.Format.FLOAT_TO_INTEGER_BITS;
import static dev.slat.assembler.Format.FLOAT_UNARY;
import static dev.slat.assembler.Format.FLOAT_WIDEN;
import static dev.slat.assembler.Format.IMMEDIATE;
import static dev.slat.assembler.Format.INTEGER_TO_FLOAT;
import static dev.slat.assembler.Format.INTEGER_TO_FLOAT_BITS;
import static dev.slat.assembler.Format.JUMP;
import static dev.slat.assembler.Format.LOAD;
import static dev.slat.assembler.Format.LOAD_RESERVED;
import static dev.slat.assembler.Format.NONE;
import static dev.slat.assembler.Format.REGISTER;
import static dev.slat.assembler.Format.SHIFT;
import static dev.slat.assembler.Format.SHIFT_WORD;
import static dev.slat.assembler.Format.SOURCES;
import static dev.slat.assembler.Format.STORE;
import static dev.slat.assembler.Format.UPPER;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of encodings: one row for each instruction of RV64GC and of S-mode, with its operands
 * and the bits that name it, the operands' places being 0. The assembler and the disassembler both
 * work from it. Bits are grouped by the borders of the manual's formats.
 *
 * <p>Hints and reserved encodings (a compressed add of 0, a rounding mode 5) are no instructions
 * here: they neither assemble nor disassemble. The conversions to double that are always exact have
 * the rounding mode 0 that assemblers write.
 */
public enum Instruction {
    // RV32I and RV64I, unprivileged manual, "RV32/64G Instruction Set Listings".
    LUI(RV64I, UPPER, 0b0000000_00000_00000_000_00000_0110111),
    AUIPC(RV64I, UPPER, 0b0000000_00000_00000_000_00000_0010111),
    JAL(RV64I, JUMP, 0b0000000_00000_00000_000_00000_1101111),
    JALR(RV64I, LOAD, 0b0000000_00000_00000_000_00000_1100111),
    BEQ(RV64I, BRANCH, 0b0000000_00000_00000_000_00000_1100011),
    BNE(RV64I, BRANCH, 0b0000000_00000_00000_001_00000_1100011),
    BLT(RV64I, BRANCH, 0b0000000_00000_00000_100_00000_1100011),
    BGE(RV64I, BRANCH, 0b0000000_00000_00000_101_00000_1100011),
    BLTU(RV64I, BRANCH, 0b0000000_00000_00000_110_00000_1100011),
    BGEU(RV64I, BRANCH, 0b0000000_00000_00000_111_00000_1100011),
    LB(RV64I, LOAD, 0b0000000_00000_00000_000_00000_0000011),
    LH(RV64I, LOAD, 0b0000000_00000_00000_001_00000_0000011),
    LW(RV64I, LOAD, 0b0000000_00000_00000_010_00000_0000011),
    LD(RV64I, LOAD, 0b0000000_00000_00000_011_00000_0000011),
    LBU(RV64I, LOAD, 0b0000000_00000_00000_100_00000_0000011),
    LHU(RV64I, LOAD, 0b0000000_00000_00000_101_00000_0000011),
    LWU(RV64I, LOAD, 0b0000000_00000_00000_110_00000_0000011),
    SB(RV64I, STORE, 0b0000000_00000_00000_000_00000_0100011),
    SH(RV64I, STORE, 0b0000000_00000_00000_001_00000_0100011),
    SW(RV64I, STORE, 0b0000000_00000_00000_010_00000_0100011),
    SD(RV64I, STORE, 0b0000000_00000_00000_011_00000_0100011),
    ADDI(RV64I, IMMEDIATE, 0b0000000_00000_00000_000_00000_0010011),
    SLTI(RV64I, IMMEDIATE, 0b0000000_00000_00000_010_00000_0010011),
    SLTIU(RV64I, IMMEDIATE, 0b0000000_00000_00000_011_00000_0010011),
    XORI(RV64I, IMMEDIATE, 0b0000000_00000_00000_100_00000_0010011),
    ORI(RV64I, IMMEDIATE, 0b0000000_00000_00000_110_00000_0010011),
    ANDI(RV64I, IMMEDIATE, 0b0000000_00000_00000_111_00000_0010011),
    SLLI(RV64I, SHIFT, 0b0000000_00000_00000_001_00000_0010011),
    SRLI(RV64I, SHIFT, 0b0000000_00000_00000_101_00000_0010011),
    SRAI(RV64I, SHIFT, 0b0100000_00000_00000_101_00000_0010011),
    ADD(RV64I, REGISTER, 0b0000000_00000_00000_000_00000_0110011),
    SUB(RV64I, REGISTER, 0b0100000_00000_00000_000_00000_0110011),
    SLL(RV64I, REGISTER, 0b0000000_00000_00000_001_00000_0110011),
    SLT(RV64I, REGISTER, 0b0000000_00000_00000_010_00000_0110011),
    SLTU(RV64I, REGISTER, 0b0000000_00000_00000_011_00000_0110011),
    XOR(RV64I, REGISTER, 0b0000000_00000_00000_100_00000_0110011),
    SRL(RV64I, REGISTER, 0b0000000_00000_00000_101_00000_0110011),
    SRA(RV64I, REGISTER, 0b0100000_00000_00000_101_00000_0110011),
    OR(RV64I, REGISTER, 0b0000000_00000_00000_110_00000_0110011),
    AND(RV64I, REGISTER, 0b0000000_00000_00000_111_00000_0110011),
    ADDIW(RV64I, IMMEDIATE, 0b0000000_00000_00000_000_00000_0011011),
    SLLIW(RV64I, SHIFT_WORD, 0b0000000_00000_00000_001_00000_0011011),
    SRLIW(RV64I, SHIFT_WORD, 0b0000000_00000_00000_101_00000_0011011),
    SRAIW(RV64I, SHIFT_WORD, 0b0100000_00000_00000_101_00000_0011011),
    ADDW(RV64I, REGISTER, 0b0000000_00000_00000_000_00000_0111011),
    SUBW(RV64I, REGISTER, 0b0100000_00000_00000_000_00000_0111011),
    SLLW(RV64I, REGISTER, 0b0000000_00000_00000_001_00000_0111011),
    SRLW(RV64I, REGISTER, 0b0000000_00000_00000_101_00000_0111011),
    SRAW(RV64I, REGISTER, 0b0100000_00000_00000_101_00000_0111011),
    FENCE(RV64I, ACCESS_ORDER, 0b0000000_00000_00000_000_00000_0001111),
    FENCE_TSO(RV64I, NONE, 0b1000001_10011_00000_000_00000_0001111),
    ECALL(RV64I, NONE, 0b0000000_00000_00000_000_00000_1110011),
    EBREAK(RV64I, NONE, 0b0000000_00001_00000_000_00000_1110011),
    FENCE_I(ZIFENCEI, NONE, 0b0000000_00000_00000_001_00000_0001111),
    CSRRW(ZICSR, CSR, 0b0000000_00000_00000_001_00000_1110011),
    CSRRS(ZICSR, CSR, 0b0000000_00000_00000_010_00000_1110011),
    CSRRC(ZICSR, CSR, 0b0000000_00000_00000_011_00000_1110011),
    CSRRWI(ZICSR, CSR_IMMEDIATE, 0b0000000_00000_00000_101_00000_1110011),
    CSRRSI(ZICSR, CSR_IMMEDIATE, 0b0000000_00000_00000_110_00000_1110011),
    CSRRCI(ZICSR, CSR_IMMEDIATE, 0b0000000_00000_00000_111_00000_1110011),

    // Privileged manual, "RISC-V Privileged Instruction Set Listings".
    SRET(PRIVILEGED, NONE, 0b0001000_00010_00000_000_00000_1110011),
    MRET(PRIVILEGED, NONE, 0b0011000_00010_00000_000_00000_1110011),
    WFI(PRIVILEGED, NONE, 0b0001000_00101_00000_000_00000_1110011),
    SFENCE_VMA(PRIVILEGED, SOURCES, 0b0001001_00000_00000_000_00000_1110011),

    // RV64M
    MUL(RV64M, REGISTER, 0b0000001_00000_00000_000_00000_0110011),
    MULH(RV64M, REGISTER, 0b0000001_00000_00000_001_00000_0110011),
    MULHSU(RV64M, REGISTER, 0b0000001_00000_00000_010_00000_0110011),
    MULHU(RV64M, REGISTER, 0b0000001_00000_00000_011_00000_0110011),
    DIV(RV64M, REGISTER, 0b0000001_00000_00000_100_00000_0110011),
    DIVU(RV64M, REGISTER, 0b0000001_00000_00000_101_00000_0110011),
    REM(RV64M, REGISTER, 0b0000001_00000_00000_110_00000_0110011),
    REMU(RV64M, REGISTER, 0b0000001_00000_00000_111_00000_0110011),
    MULW(RV64M, REGISTER, 0b0000001_00000_00000_000_00000_0111011),
    DIVW(RV64M, REGISTER, 0b0000001_00000_00000_100_00000_0111011),
    DIVUW(RV64M, REGISTER, 0b0000001_00000_00000_101_00000_0111011),
    REMW(RV64M, REGISTER, 0b0000001_00000_00000_110_00000_0111011),
    REMUW(RV64M, REGISTER, 0b0000001_00000_00000_111_00000_0111011),

    // RV64A
    LR_W(RV64A, LOAD_RESERVED, 0b0001000_00000_00000_010_00000_0101111),
    SC_W(RV64A, ATOMIC, 0b0001100_00000_00000_010_00000_0101111),
    AMOSWAP_W(RV64A, ATOMIC, 0b0000100_00000_00000_010_00000_0101111),
    AMOADD_W(RV64A, ATOMIC, 0b0000000_00000_00000_010_00000_0101111),
    AMOXOR_W(RV64A, ATOMIC, 0b0010000_00000_00000_010_00000_0101111),
    AMOAND_W(RV64A, ATOMIC, 0b0110000_00000_00000_010_00000_0101111),
    AMOOR_W(RV64A, ATOMIC, 0b0100000_00000_00000_010_00000_0101111),
    AMOMIN_W(RV64A, ATOMIC, 0b1000000_00000_00000_010_00000_0101111),
    AMOMAX_W(RV64A, ATOMIC, 0b1010000_00000_00000_010_00000_0101111),
    AMOMINU_W(RV64A, ATOMIC, 0b1100000_00000_00000_010_00000_0101111),
    AMOMAXU_W(RV64A, ATOMIC, 0b1110000_00000_00000_010_00000_0101111),
    LR_D(RV64A, LOAD_RESERVED, 0b0001000_00000_00000_011_00000_0101111),
    SC_D(RV64A, ATOMIC, 0b0001100_00000_00000_011_00000_0101111),
    AMOSWAP_D(RV64A, ATOMIC, 0b0000100_00000_00000_011_00000_0101111),
    AMOADD_D(RV64A, ATOMIC, 0b0000000_00000_00000_011_00000_0101111),
    AMOXOR_D(RV64A, ATOMIC, 0b0010000_00000_00000_011_00000_0101111),
    AMOAND_D(RV64A, ATOMIC, 0b0110000_00000_00000_011_00000_0101111),
    AMOOR_D(RV64A, ATOMIC, 0b0100000_00000_00000_011_00000_0101111),
    AMOMIN_D(RV64A, ATOMIC, 0b1000000_00000_00000_011_00000_0101111),
    AMOMAX_D(RV64A, ATOMIC, 0b1010000_00000_00000_011_00000_0101111),
    AMOMINU_D(RV64A, ATOMIC, 0b1100000_00000_00000_011_00000_0101111),
    AMOMAXU_D(RV64A, ATOMIC, 0b1110000_00000_00000_011_00000_0101111),

    // RV64F
    FLW(RV64F, FLOAT_LOAD, 0b0000000_00000_00000_010_00000_0000111),
    FSW(RV64F, FLOAT_STORE, 0b0000000_00000_00000_010_00000_0100111),
    FMADD_S(RV64F, FLOAT_FUSED, 0b0000000_00000_00000_000_00000_1000011),
    FMSUB_S(RV64F, FLOAT_FUSED, 0b0000000_00000_00000_000_00000_1000111),
    FNMSUB_S(RV64F, FLOAT_FUSED, 0b0000000_00000_00000_000_00000_1001011),
    FNMADD_S(RV64F, FLOAT_FUSED, 0b0000000_00000_00000_000_00000_1001111),
    FADD_S(RV64F, FLOAT_BINARY, 0b0000000_00000_00000_000_00000_1010011),
    FSUB_S(RV64F, FLOAT_BINARY, 0b0000100_00000_00000_000_00000_1010011),
    FMUL_S(RV64F, FLOAT_BINARY, 0b0001000_00000_00000_000_00000_1010011),
    FDIV_S(RV64F, FLOAT_BINARY, 0b0001100_00000_00000_000_00000_1010011),
    FSQRT_S(RV64F, FLOAT_UNARY, 0b0101100_00000_00000_000_00000_1010011),
    FSGNJ_S(RV64F, FLOAT_SELECT, 0b0010000_00000_00000_000_00000_1010011),
    FSGNJN_S(RV64F, FLOAT_SELECT, 0b0010000_00000_00000_001_00000_1010011),
    FSGNJX_S(RV64F, FLOAT_SELECT, 0b0010000_00000_00000_010_00000_1010011),
    FMIN_S(RV64F, FLOAT_SELECT, 0b0010100_00000_00000_000_00000_1010011),
    FMAX_S(RV64F, FLOAT_SELECT, 0b0010100_00000_00000_001_00000_1010011),
    FLE_S(RV64F, FLOAT_COMPARE, 0b1010000_00000_00000_000_00000_1010011),
    FLT_S(RV64F, FLOAT_COMPARE, 0b1010000_00000_00000_001_00000_1010011),
    FEQ_S(RV64F, FLOAT_COMPARE, 0b1010000_00000_00000_010_00000_1010011),
    FCLASS_S(RV64F, FLOAT_TO_INTEGER_BITS, 0b1110000_00000_00000_001_00000_1010011),
    FCVT_W_S(RV64F, FLOAT_TO_INTEGER, 0b1100000_00000_00000_000_00000_1010011),
    FCVT_WU_S(RV64F, FLOAT_TO_INTEGER, 0b1100000_00001_00000_000_00000_1010011),
    FCVT_L_S(RV64F, FLOAT_TO_INTEGER, 0b1100000_00010_00000_000_00000_1010011),
    FCVT_LU_S(RV64F, FLOAT_TO_INTEGER, 0b1100000_00011_00000_000_00000_1010011),
    FCVT_S_W(RV64F, INTEGER_TO_FLOAT, 0b1101000_00000_00000_000_00000_1010011),
    FCVT_S_WU(RV64F, INTEGER_TO_FLOAT, 0b1101000_00001_00000_000_00000_1010011),
    FCVT_S_L(RV64F, INTEGER_TO_FLOAT, 0b1101000_00010_00000_000_00000_1010011),
    FCVT_S_LU(RV64F, INTEGER_TO_FLOAT, 0b1101000_00011_00000_000_00000_1010011),
    FMV_X_W(RV64F, FLOAT_TO_INTEGER_BITS, 0b1110000_00000_00000_000_00000_1010011),
    FMV_W_X(RV64F, INTEGER_TO_FLOAT_BITS, 0b1111000_00000_00000_000_00000_1010011),

    // RV64D
    FLD(RV64D, FLOAT_LOAD, 0b0000000_00000_00000_011_00000_0000111),
    FSD(RV64D, FLOAT_STORE, 0b0000000_00000_00000_011_00000_0100111),
    FMADD_D(RV64D, FLOAT_FUSED, 0b0000001_00000_00000_000_00000_1000011),
    FMSUB_D(RV64D, FLOAT_FUSED, 0b0000001_00000_00000_000_00000_1000111),
    FNMSUB_D(RV64D, FLOAT_FUSED, 0b0000001_00000_00000_000_00000_1001011),
    FNMADD_D(RV64D, FLOAT_FUSED, 0b0000001_00000_00000_000_00000_1001111),
    FADD_D(RV64D, FLOAT_BINARY, 0b0000001_00000_00000_000_00000_1010011),
    FSUB_D(RV64D, FLOAT_BINARY, 0b0000101_00000_00000_000_00000_1010011),
    FMUL_D(RV64D, FLOAT_BINARY, 0b0001001_00000_00000_000_00000_1010011),
    FDIV_D(RV64D, FLOAT_BINARY, 0b0001101_00000_00000_000_00000_1010011),
    FSQRT_D(RV64D, FLOAT_UNARY, 0b0101101_00000_00000_000_00000_1010011),
    FSGNJ_D(RV64D, FLOAT_SELECT, 0b0010001_00000_00000_000_00000_1010011),
    FSGNJN_D(RV64D, FLOAT_SELECT, 0b0010001_00000_00000_001_00000_1010011),
    FSGNJX_D(RV64D, FLOAT_SELECT, 0b0010001_00000_00000_010_00000_1010011),
    FMIN_D(RV64D, FLOAT_SELECT, 0b0010101_00000_00000_000_00000_1010011),
    FMAX_D(RV64D, FLOAT_SELECT, 0b0010101_00000_00000_001_00000_1010011),
    FLE_D(RV64D, FLOAT_COMPARE, 0b1010001_00000_00000_000_00000_1010011),
    FLT_D(RV64D, FLOAT_COMPARE, 0b1010001_00000_00000_001_00000_1010011),
    FEQ_D(RV64D, FLOAT_COMPARE, 0b1010001_00000_00000_010_00000_1010011),
    FCLASS_D(RV64D, FLOAT_TO_INTEGER_BITS, 0b1110001_00000_00000_001_00000_1010011),
    FCVT_W_D(RV64D, FLOAT_TO_INTEGER, 0b1100001_00000_00000_000_00000_1010011),
    FCVT_WU_D(RV64D, FLOAT_TO_INTEGER, 0b1100001_00001_00000_000_00000_1010011),
    FCVT_L_D(RV64D, FLOAT_TO_INTEGER, 0b1100001_00010_00000_000_00000_1010011),
    FCVT_LU_D(RV64D, FLOAT_TO_INTEGER, 0b1100001_00011_00000_000_00000_1010011),
    FCVT_D_W(RV64D, INTEGER_TO_FLOAT_BITS, 0b1101001_00000_00000_000_00000_1010011),
    FCVT_D_WU(RV64D, INTEGER_TO_FLOAT_BITS, 0b1101001_00001_00000_000_00000_1010011),
    FCVT_D_L(RV64D, INTEGER_TO_FLOAT, 0b1101001_00010_00000_000_00000_1010011),
    FCVT_D_LU(RV64D, INTEGER_TO_FLOAT, 0b1101001_00011_00000_000_00000_1010011),
    FCVT_S_D(RV64D, FLOAT_UNARY, 0b0100000_00001_00000_000_00000_1010011),
    FCVT_D_S(RV64D, FLOAT_WIDEN, 0b0100001_00000_00000_000_00000_1010011),
    FMV_X_D(RV64D, FLOAT_TO_INTEGER_BITS, 0b1110001_00000_00000_000_00000_1010011),
    FMV_D_X(RV64D, INTEGER_TO_FLOAT_BITS, 0b1111001_00000_00000_000_00000_1010011),

    // RV64C, quadrants 0, 1 and 2, with the field borders of the manual's formats.
    C_ADDI4SPN(RV64C, C_STACK_ADDRESS, 0b000_00000000_000_00),
    C_FLD(RV64C, C_FLOAT_LOAD_DOUBLE, 0b001_000_000_00_000_00),
    C_LW(RV64C, C_LOAD_WORD, 0b010_000_000_00_000_00),
    C_LD(RV64C, C_LOAD_DOUBLE, 0b011_000_000_00_000_00),
    C_FSD(RV64C, C_FLOAT_STORE_DOUBLE, 0b101_000_000_00_000_00),
    C_SW(RV64C, C_STORE_WORD, 0b110_000_000_00_000_00),
    C_SD(RV64C, C_STORE_DOUBLE, 0b111_000_000_00_000_00),
    C_NOP(RV64C, NONE, 0b000_0_00000_00000_01),
    C_ADDI(RV64C, C_ADD_IMMEDIATE, 0b000_0_00000_00000_01),
    C_ADDIW(RV64C, C_IMMEDIATE, 0b001_0_00000_00000_01),
    C_LI(RV64C, C_IMMEDIATE, 0b010_0_00000_00000_01),
    C_ADDI16SP(RV64C, C_STACK_ADJUST, 0b011_0_00010_00000_01),
    C_LUI(RV64C, C_UPPER, 0b011_0_00000_00000_01),
    C_SRLI(RV64C, C_SHIFT_RIGHT, 0b100_0_00_000_00000_01),
    C_SRAI(RV64C, C_SHIFT_RIGHT, 0b100_0_01_000_00000_01),
    C_ANDI(RV64C, C_AND_IMMEDIATE, 0b100_0_10_000_00000_01),
    C_SUB(RV64C, C_ARITHMETIC, 0b100_0_11_000_00_000_01),
    C_XOR(RV64C, C_ARITHMETIC, 0b100_0_11_000_01_000_01),
    C_OR(RV64C, C_ARITHMETIC, 0b100_0_11_000_10_000_01),
    C_AND(RV64C, C_ARITHMETIC, 0b100_0_11_000_11_000_01),
    C_SUBW(RV64C, C_ARITHMETIC, 0b100_1_11_000_00_000_01),
    C_ADDW(RV64C, C_ARITHMETIC, 0b100_1_11_000_01_000_01),
    C_J(RV64C, C_JUMP, 0b101_00000000000_01),
    C_BEQZ(RV64C, C_BRANCH, 0b110_000_000_00000_01),
    C_BNEZ(RV64C, C_BRANCH, 0b111_000_000_00000_01),
    C_SLLI(RV64C, C_SHIFT_LEFT, 0b000_0_00000_00000_10),
    C_FLDSP(RV64C, C_FLOAT_LOAD_DOUBLE_SP, 0b001_0_00000_00000_10),
    C_LWSP(RV64C, C_LOAD_WORD_SP, 0b010_0_00000_00000_10),
    C_LDSP(RV64C, C_LOAD_DOUBLE_SP, 0b011_0_00000_00000_10),
    C_JR(RV64C, C_JUMP_REGISTER, 0b100_0_00000_00000_10),
    C_MV(RV64C, C_REGISTER, 0b100_0_00000_00000_10),
    C_EBREAK(RV64C, NONE, 0b100_1_00000_00000_10),
    C_JALR(RV64C, C_JUMP_REGISTER, 0b100_1_00000_00000_10),
    C_ADD(RV64C, C_REGISTER, 0b100_1_00000_00000_10),
    C_FSDSP(RV64C, C_FLOAT_STORE_DOUBLE_SP, 0b101_000000_00000_10),
    C_SWSP(RV64C, C_STORE_WORD_SP, 0b110_000000_00000_10),
    C_SDSP(RV64C, C_STORE_DOUBLE_SP, 0b111_000000_00000_10);

    private static final Instruction[] ALL = values();

    private final Extension extension;
    private final Format format;
    private final int match;
    private final int mask;

    Instruction(Extension extension, Format format, int match) {
        int fixed = length(match) == 2 ? 0xffff : ~0;
        for (Operand operand : format.operands()) {
            fixed &= ~operand.mask();
        }
        this.extension = extension;
        this.format = format;
        this.match = match;
        this.mask = fixed;
    }

    /** The instruction that a word encodes; of a compressed one only the low half counts. */
    public static Optional<Instruction> decode(int word) {
        for (Instruction row : ALL) {
            if (row.matches(word)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** The length in bytes of the instruction whose first half-word is the low half of a word. */
    public static int length(int word) {
        return (word & 3) == 3 ? 4 : 2;
    }

    /** The part of the instruction set that this belongs to. */
    public Extension extension() {
        return extension;
    }

    /** The operands in the order of assembly text. */
    public List<Operand> operands() {
        return format.operands();
    }

    /** The length in bytes: 2 or 4. */
    public int length() {
        return length(match);
    }

    /** The mnemonic: {@code fcvt.s.d}. */
    public String mnemonic() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /**
     * The instruction word.
     *
     * @param values the operands in the order of assembly text; registers, CSRs, rounding modes and
     *     orderings by their number
     * @throws AssemblyException if an operand is missing, too many, or out of its range
     */
    public int encode(long... values) {
        List<Operand> operands = format.operands();
        if (values.length != operands.size()) {
            throw new AssemblyException(
                    "%s takes %d operands, not %d"
                            .formatted(mnemonic(), operands.size(), values.length));
        }
        int word = match;
        for (int i = 0; i < values.length; i++) {
            Operand operand = operands.get(i);
            if (!operand.accepts(values[i])) {
                throw new AssemblyException(outOfRange(operand, values[i]));
            }
            word |= operand.encode(values[i]);
        }
        return word;
    }

    private String outOfRange(Operand operand, long value) {
        return "%s: %s cannot be %d (0x%x): it is %s from %d to %d in steps of %d"
                .formatted(
                        mnemonic(),
                        operand.name().toLowerCase(Locale.ROOT),
                        value,
                        value,
                        operand.kind().name().toLowerCase(Locale.ROOT),
                        operand.min(),
                        operand.max(),
                        operand.step());
    }

    /** The operands of a word of this instruction, in the order of assembly text. */
    public long[] operands(int word) {
        return format.operands().stream().mapToLong(operand -> operand.decode(word)).toArray();
    }

    /** Whether a word encodes this instruction. */
    boolean matches(int word) {
        if ((word & mask) != match) {
            return false;
        }
        for (Operand operand : format.operands()) {
            if (!operand.accepts(operand.decode(word))) {
                return false;
            }
        }
        return true;
    }

    /** A word of this instruction as assembly text. */
    String text(int word) {
        return mnemonic() + format.text(word);
    }
}
