package dev.slat.assembler;

/** The instructions of RV64I and RV64M, one method each. */
sealed interface IntegerInstructions permits Assembler, PseudoInstructions {
    /** Appends one instruction; operands by number. */
    Assembler emit(Instruction instruction, long... operands);

    /** Appends one instruction whose last operand is the distance to a label. */
    Assembler emitTo(String target, Instruction instruction, long... operands);

    /** {@code lui} */
    default Assembler lui(Register rd, long immediate) {
        return emit(Instruction.LUI, rd.number(), immediate);
    }

    /** {@code auipc} */
    default Assembler auipc(Register rd, long immediate) {
        return emit(Instruction.AUIPC, rd.number(), immediate);
    }

    /** {@code jal} */
    default Assembler jal(Register rd, String target) {
        return emitTo(target, Instruction.JAL, rd.number());
    }

    /** {@code jalr} */
    default Assembler jalr(Register rd, long offset, Register rs1) {
        return emit(Instruction.JALR, rd.number(), offset, rs1.number());
    }

    /** {@code beq} */
    default Assembler beq(Register rs1, Register rs2, String target) {
        return emitTo(target, Instruction.BEQ, rs1.number(), rs2.number());
    }

    /** {@code bne} */
    default Assembler bne(Register rs1, Register rs2, String target) {
        return emitTo(target, Instruction.BNE, rs1.number(), rs2.number());
    }

    /** {@code blt} */
    default Assembler blt(Register rs1, Register rs2, String target) {
        return emitTo(target, Instruction.BLT, rs1.number(), rs2.number());
    }

    /** {@code bge} */
    default Assembler bge(Register rs1, Register rs2, String target) {
        return emitTo(target, Instruction.BGE, rs1.number(), rs2.number());
    }

    /** {@code bltu} */
    default Assembler bltu(Register rs1, Register rs2, String target) {
        return emitTo(target, Instruction.BLTU, rs1.number(), rs2.number());
    }

    /** {@code bgeu} */
    default Assembler bgeu(Register rs1, Register rs2, String target) {
        return emitTo(target, Instruction.BGEU, rs1.number(), rs2.number());
    }

    /** {@code lb} */
    default Assembler lb(Register rd, long offset, Register rs1) {
        return emit(Instruction.LB, rd.number(), offset, rs1.number());
    }

    /** {@code lh} */
    default Assembler lh(Register rd, long offset, Register rs1) {
        return emit(Instruction.LH, rd.number(), offset, rs1.number());
    }

    /** {@code lw} */
    default Assembler lw(Register rd, long offset, Register rs1) {
        return emit(Instruction.LW, rd.number(), offset, rs1.number());
    }

    /** {@code ld} */
    default Assembler ld(Register rd, long offset, Register rs1) {
        return emit(Instruction.LD, rd.number(), offset, rs1.number());
    }

    /** {@code lbu} */
    default Assembler lbu(Register rd, long offset, Register rs1) {
        return emit(Instruction.LBU, rd.number(), offset, rs1.number());
    }

    /** {@code lhu} */
    default Assembler lhu(Register rd, long offset, Register rs1) {
        return emit(Instruction.LHU, rd.number(), offset, rs1.number());
    }

    /** {@code lwu} */
    default Assembler lwu(Register rd, long offset, Register rs1) {
        return emit(Instruction.LWU, rd.number(), offset, rs1.number());
    }

    /** {@code sb} */
    default Assembler sb(Register rs2, long offset, Register rs1) {
        return emit(Instruction.SB, rs2.number(), offset, rs1.number());
    }

    /** {@code sh} */
    default Assembler sh(Register rs2, long offset, Register rs1) {
        return emit(Instruction.SH, rs2.number(), offset, rs1.number());
    }

    /** {@code sw} */
    default Assembler sw(Register rs2, long offset, Register rs1) {
        return emit(Instruction.SW, rs2.number(), offset, rs1.number());
    }

    /** {@code sd} */
    default Assembler sd(Register rs2, long offset, Register rs1) {
        return emit(Instruction.SD, rs2.number(), offset, rs1.number());
    }

    /** {@code addi} */
    default Assembler addi(Register rd, Register rs1, long immediate) {
        return emit(Instruction.ADDI, rd.number(), rs1.number(), immediate);
    }

    /** {@code slti} */
    default Assembler slti(Register rd, Register rs1, long immediate) {
        return emit(Instruction.SLTI, rd.number(), rs1.number(), immediate);
    }

    /** {@code sltiu} */
    default Assembler sltiu(Register rd, Register rs1, long immediate) {
        return emit(Instruction.SLTIU, rd.number(), rs1.number(), immediate);
    }

    /** {@code xori} */
    default Assembler xori(Register rd, Register rs1, long immediate) {
        return emit(Instruction.XORI, rd.number(), rs1.number(), immediate);
    }

    /** {@code ori} */
    default Assembler ori(Register rd, Register rs1, long immediate) {
        return emit(Instruction.ORI, rd.number(), rs1.number(), immediate);
    }

    /** {@code andi} */
    default Assembler andi(Register rd, Register rs1, long immediate) {
        return emit(Instruction.ANDI, rd.number(), rs1.number(), immediate);
    }

    /** {@code slli} */
    default Assembler slli(Register rd, Register rs1, int shift) {
        return emit(Instruction.SLLI, rd.number(), rs1.number(), shift);
    }

    /** {@code srli} */
    default Assembler srli(Register rd, Register rs1, int shift) {
        return emit(Instruction.SRLI, rd.number(), rs1.number(), shift);
    }

    /** {@code srai} */
    default Assembler srai(Register rd, Register rs1, int shift) {
        return emit(Instruction.SRAI, rd.number(), rs1.number(), shift);
    }

    /** {@code add} */
    default Assembler add(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.ADD, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code sub} */
    default Assembler sub(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SUB, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code sll} */
    default Assembler sll(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SLL, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code slt} */
    default Assembler slt(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SLT, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code sltu} */
    default Assembler sltu(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SLTU, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code xor} */
    default Assembler xor(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.XOR, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code srl} */
    default Assembler srl(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SRL, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code sra} */
    default Assembler sra(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SRA, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code or} */
    default Assembler or(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.OR, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code and} */
    default Assembler and(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.AND, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code addiw} */
    default Assembler addiw(Register rd, Register rs1, long immediate) {
        return emit(Instruction.ADDIW, rd.number(), rs1.number(), immediate);
    }

    /** {@code slliw} */
    default Assembler slliw(Register rd, Register rs1, int shift) {
        return emit(Instruction.SLLIW, rd.number(), rs1.number(), shift);
    }

    /** {@code srliw} */
    default Assembler srliw(Register rd, Register rs1, int shift) {
        return emit(Instruction.SRLIW, rd.number(), rs1.number(), shift);
    }

    /** {@code sraiw} */
    default Assembler sraiw(Register rd, Register rs1, int shift) {
        return emit(Instruction.SRAIW, rd.number(), rs1.number(), shift);
    }

    /** {@code addw} */
    default Assembler addw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.ADDW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code subw} */
    default Assembler subw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SUBW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code sllw} */
    default Assembler sllw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SLLW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code srlw} */
    default Assembler srlw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SRLW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code sraw} */
    default Assembler sraw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.SRAW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code fence.tso} */
    default Assembler fenceTso() {
        return emit(Instruction.FENCE_TSO);
    }

    /** {@code ecall} */
    default Assembler ecall() {
        return emit(Instruction.ECALL);
    }

    /** {@code ebreak} */
    default Assembler ebreak() {
        return emit(Instruction.EBREAK);
    }

    /** {@code mul} */
    default Assembler mul(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.MUL, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code mulh} */
    default Assembler mulh(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.MULH, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code mulhsu} */
    default Assembler mulhsu(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.MULHSU, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code mulhu} */
    default Assembler mulhu(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.MULHU, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code div} */
    default Assembler div(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.DIV, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code divu} */
    default Assembler divu(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.DIVU, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code rem} */
    default Assembler rem(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.REM, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code remu} */
    default Assembler remu(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.REMU, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code mulw} */
    default Assembler mulw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.MULW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code divw} */
    default Assembler divw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.DIVW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code divuw} */
    default Assembler divuw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.DIVUW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code remw} */
    default Assembler remw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.REMW, rd.number(), rs1.number(), rs2.number());
    }

    /** {@code remuw} */
    default Assembler remuw(Register rd, Register rs1, Register rs2) {
        return emit(Instruction.REMUW, rd.number(), rs1.number(), rs2.number());
    }
}
