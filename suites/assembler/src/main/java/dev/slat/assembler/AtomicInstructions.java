package dev.slat.assembler;

/** The instructions of RV64A, one method each, with no ordering; with one, through {@code emit}. */
sealed interface AtomicInstructions permits Assembler {
    /** Appends one instruction; operands by number. */
    Assembler emit(Instruction instruction, long... operands);

    /** {@code lr.w} */
    default Assembler lrW(Register rd, Register rs1) {
        return emit(Instruction.LR_W, Ordering.RELAXED.code(), rd.number(), rs1.number());
    }

    /** {@code sc.w} */
    default Assembler scW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.SC_W, Ordering.RELAXED.code(), rd.number(), rs2.number(), rs1.number());
    }

    /** {@code amoswap.w} */
    default Assembler amoswapW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOSWAP_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amoadd.w} */
    default Assembler amoaddW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOADD_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amoxor.w} */
    default Assembler amoxorW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOXOR_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amoand.w} */
    default Assembler amoandW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOAND_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amoor.w} */
    default Assembler amoorW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOOR_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amomin.w} */
    default Assembler amominW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOMIN_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amomax.w} */
    default Assembler amomaxW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOMAX_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amominu.w} */
    default Assembler amominuW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOMINU_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amomaxu.w} */
    default Assembler amomaxuW(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOMAXU_W,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code lr.d} */
    default Assembler lrD(Register rd, Register rs1) {
        return emit(Instruction.LR_D, Ordering.RELAXED.code(), rd.number(), rs1.number());
    }

    /** {@code sc.d} */
    default Assembler scD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.SC_D, Ordering.RELAXED.code(), rd.number(), rs2.number(), rs1.number());
    }

    /** {@code amoswap.d} */
    default Assembler amoswapD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOSWAP_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amoadd.d} */
    default Assembler amoaddD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOADD_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amoxor.d} */
    default Assembler amoxorD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOXOR_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amoand.d} */
    default Assembler amoandD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOAND_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amoor.d} */
    default Assembler amoorD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOOR_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amomin.d} */
    default Assembler amominD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOMIN_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amomax.d} */
    default Assembler amomaxD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOMAX_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amominu.d} */
    default Assembler amominuD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOMINU_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }

    /** {@code amomaxu.d} */
    default Assembler amomaxuD(Register rd, Register rs2, Register rs1) {
        return emit(
                Instruction.AMOMAXU_D,
                Ordering.RELAXED.code(),
                rd.number(),
                rs2.number(),
                rs1.number());
    }
}
