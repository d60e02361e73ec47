package dev.slat.assembler;

import static dev.slat.assembler.Register.RA;
import static dev.slat.assembler.Register.ZERO;

/** The pseudo-instructions of the assembly programmer's manual, one method each. */
sealed interface PseudoInstructions extends IntegerInstructions, SystemInstructions
        permits Assembler {
    /**
     * Loads any 64-bit constant, in one to eight instructions: {@code lui} and {@code addiw} for 32
     * bits, and for more, the upper part first, then a shift and an {@code addi} for each 12 bits.
     */
    default Assembler li(Register rd, long value) {
        if (value == value << 52 >> 52) {
            return addi(rd, ZERO, value);
        }
        long low = value << 52 >> 52;
        long rest = value - low;
        if (value == (int) value) {
            lui(rd, rest >> 12 & 0xfffff);
            // addiw, not addi: 0x7fffffff rounds up to an upper part that lui makes negative.
            return addiw(rd, rd, low);
        }
        int shift = Long.numberOfTrailingZeros(rest);
        li(rd, rest >> shift);
        slli(rd, rd, shift);
        return addi(rd, rd, low);
    }

    /** {@code addi x0, x0, 0} */
    default Assembler nop() {
        return addi(ZERO, ZERO, 0);
    }

    /** {@code addi rd, rs, 0} */
    default Assembler mv(Register rd, Register rs) {
        return addi(rd, rs, 0);
    }

    /** {@code xori rd, rs, -1} */
    default Assembler not(Register rd, Register rs) {
        return xori(rd, rs, -1);
    }

    /** {@code sub rd, x0, rs} */
    default Assembler neg(Register rd, Register rs) {
        return sub(rd, ZERO, rs);
    }

    /** {@code addiw rd, rs, 0} */
    default Assembler sextW(Register rd, Register rs) {
        return addiw(rd, rs, 0);
    }

    /** {@code sltiu rd, rs, 1} */
    default Assembler seqz(Register rd, Register rs) {
        return sltiu(rd, rs, 1);
    }

    /** {@code sltu rd, x0, rs} */
    default Assembler snez(Register rd, Register rs) {
        return sltu(rd, ZERO, rs);
    }

    /** {@code beq rs, x0, target} */
    default Assembler beqz(Register rs, String target) {
        return beq(rs, ZERO, target);
    }

    /** {@code bne rs, x0, target} */
    default Assembler bnez(Register rs, String target) {
        return bne(rs, ZERO, target);
    }

    /** {@code blt rs, x0, target} */
    default Assembler bltz(Register rs, String target) {
        return blt(rs, ZERO, target);
    }

    /** {@code bge rs, x0, target} */
    default Assembler bgez(Register rs, String target) {
        return bge(rs, ZERO, target);
    }

    /** {@code jal x0, target} */
    default Assembler j(String target) {
        return jal(ZERO, target);
    }

    /** {@code jalr x0, 0(rs)} */
    default Assembler jr(Register rs) {
        return jalr(ZERO, 0, rs);
    }

    /** {@code jal ra, target}: within 1 MiB. */
    default Assembler call(String target) {
        return jal(RA, target);
    }

    /** {@code jalr x0, 0(ra)} */
    default Assembler ret() {
        return jr(RA);
    }

    /** {@code fence iorw, iorw} */
    default Assembler fence() {
        return emit(Instruction.FENCE, 0xf, 0xf);
    }

    /** {@code csrrs rd, csr, x0} */
    default Assembler csrr(Register rd, Csr csr) {
        return csrrs(rd, csr, ZERO);
    }

    /** {@code csrrw x0, csr, rs} */
    default Assembler csrw(Csr csr, Register rs) {
        return csrrw(ZERO, csr, rs);
    }

    /** {@code csrrs x0, csr, rs} */
    default Assembler csrs(Csr csr, Register rs) {
        return csrrs(ZERO, csr, rs);
    }

    /** {@code csrrc x0, csr, rs} */
    default Assembler csrc(Csr csr, Register rs) {
        return csrrc(ZERO, csr, rs);
    }

    /** {@code csrrwi x0, csr, immediate} */
    default Assembler csrwi(Csr csr, long immediate) {
        return csrrwi(ZERO, csr, immediate);
    }

    /** {@code sfence.vma x0, x0} */
    default Assembler sfenceVma() {
        return sfenceVma(ZERO, ZERO);
    }
}
