package dev.slat.assembler;

/** The instructions of Zicsr, Zifencei and the privileged manual, one method each. */
sealed interface SystemInstructions permits Assembler, PseudoInstructions {
    /** Appends one instruction; operands by number. */
    Assembler emit(Instruction instruction, long... operands);

    /** {@code fence.i} */
    default Assembler fenceI() {
        return emit(Instruction.FENCE_I);
    }

    /** {@code csrrw} */
    default Assembler csrrw(Register rd, Csr csr, Register rs1) {
        return emit(Instruction.CSRRW, rd.number(), csr.address(), rs1.number());
    }

    /** {@code csrrs} */
    default Assembler csrrs(Register rd, Csr csr, Register rs1) {
        return emit(Instruction.CSRRS, rd.number(), csr.address(), rs1.number());
    }

    /** {@code csrrc} */
    default Assembler csrrc(Register rd, Csr csr, Register rs1) {
        return emit(Instruction.CSRRC, rd.number(), csr.address(), rs1.number());
    }

    /** {@code csrrwi} */
    default Assembler csrrwi(Register rd, Csr csr, long immediate) {
        return emit(Instruction.CSRRWI, rd.number(), csr.address(), immediate);
    }

    /** {@code csrrsi} */
    default Assembler csrrsi(Register rd, Csr csr, long immediate) {
        return emit(Instruction.CSRRSI, rd.number(), csr.address(), immediate);
    }

    /** {@code csrrci} */
    default Assembler csrrci(Register rd, Csr csr, long immediate) {
        return emit(Instruction.CSRRCI, rd.number(), csr.address(), immediate);
    }

    /** {@code sret} */
    default Assembler sret() {
        return emit(Instruction.SRET);
    }

    /** {@code mret} */
    default Assembler mret() {
        return emit(Instruction.MRET);
    }

    /** {@code wfi} */
    default Assembler wfi() {
        return emit(Instruction.WFI);
    }

    /** {@code sfence.vma} */
    default Assembler sfenceVma(Register rs1, Register rs2) {
        return emit(Instruction.SFENCE_VMA, rs1.number(), rs2.number());
    }
}
