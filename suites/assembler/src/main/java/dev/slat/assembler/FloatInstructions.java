package dev.slat.assembler;

/** The instructions of RV64F and RV64D, one method each. */
sealed interface FloatInstructions permits Assembler {
    /** Appends one instruction; operands by number. */
    Assembler emit(Instruction instruction, long... operands);

    /** {@code flw} */
    default Assembler flw(FloatRegister fd, long offset, Register rs1) {
        return emit(Instruction.FLW, fd.number(), offset, rs1.number());
    }

    /** {@code fsw} */
    default Assembler fsw(FloatRegister fs2, long offset, Register rs1) {
        return emit(Instruction.FSW, fs2.number(), offset, rs1.number());
    }

    /** {@code fmadd.s} */
    default Assembler fmaddS(
            FloatRegister fd,
            FloatRegister fs1,
            FloatRegister fs2,
            FloatRegister fs3,
            Rounding rounding) {
        return emit(
                Instruction.FMADD_S,
                fd.number(),
                fs1.number(),
                fs2.number(),
                fs3.number(),
                rounding.code());
    }

    /** {@code fmsub.s} */
    default Assembler fmsubS(
            FloatRegister fd,
            FloatRegister fs1,
            FloatRegister fs2,
            FloatRegister fs3,
            Rounding rounding) {
        return emit(
                Instruction.FMSUB_S,
                fd.number(),
                fs1.number(),
                fs2.number(),
                fs3.number(),
                rounding.code());
    }

    /** {@code fnmsub.s} */
    default Assembler fnmsubS(
            FloatRegister fd,
            FloatRegister fs1,
            FloatRegister fs2,
            FloatRegister fs3,
            Rounding rounding) {
        return emit(
                Instruction.FNMSUB_S,
                fd.number(),
                fs1.number(),
                fs2.number(),
                fs3.number(),
                rounding.code());
    }

    /** {@code fnmadd.s} */
    default Assembler fnmaddS(
            FloatRegister fd,
            FloatRegister fs1,
            FloatRegister fs2,
            FloatRegister fs3,
            Rounding rounding) {
        return emit(
                Instruction.FNMADD_S,
                fd.number(),
                fs1.number(),
                fs2.number(),
                fs3.number(),
                rounding.code());
    }

    /** {@code fadd.s} */
    default Assembler faddS(
            FloatRegister fd, FloatRegister fs1, FloatRegister fs2, Rounding rounding) {
        return emit(Instruction.FADD_S, fd.number(), fs1.number(), fs2.number(), rounding.code());
    }

    /** {@code fsub.s} */
    default Assembler fsubS(
            FloatRegister fd, FloatRegister fs1, FloatRegister fs2, Rounding rounding) {
        return emit(Instruction.FSUB_S, fd.number(), fs1.number(), fs2.number(), rounding.code());
    }

    /** {@code fmul.s} */
    default Assembler fmulS(
            FloatRegister fd, FloatRegister fs1, FloatRegister fs2, Rounding rounding) {
        return emit(Instruction.FMUL_S, fd.number(), fs1.number(), fs2.number(), rounding.code());
    }

    /** {@code fdiv.s} */
    default Assembler fdivS(
            FloatRegister fd, FloatRegister fs1, FloatRegister fs2, Rounding rounding) {
        return emit(Instruction.FDIV_S, fd.number(), fs1.number(), fs2.number(), rounding.code());
    }

    /** {@code fsqrt.s} */
    default Assembler fsqrtS(FloatRegister fd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FSQRT_S, fd.number(), fs1.number(), rounding.code());
    }

    /** {@code fsgnj.s} */
    default Assembler fsgnjS(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FSGNJ_S, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fsgnjn.s} */
    default Assembler fsgnjnS(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FSGNJN_S, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fsgnjx.s} */
    default Assembler fsgnjxS(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FSGNJX_S, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fmin.s} */
    default Assembler fminS(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FMIN_S, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fmax.s} */
    default Assembler fmaxS(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FMAX_S, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fle.s} */
    default Assembler fleS(Register rd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FLE_S, rd.number(), fs1.number(), fs2.number());
    }

    /** {@code flt.s} */
    default Assembler fltS(Register rd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FLT_S, rd.number(), fs1.number(), fs2.number());
    }

    /** {@code feq.s} */
    default Assembler feqS(Register rd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FEQ_S, rd.number(), fs1.number(), fs2.number());
    }

    /** {@code fclass.s} */
    default Assembler fclassS(Register rd, FloatRegister fs1) {
        return emit(Instruction.FCLASS_S, rd.number(), fs1.number());
    }

    /** {@code fcvt.w.s} */
    default Assembler fcvtWS(Register rd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_W_S, rd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.wu.s} */
    default Assembler fcvtWuS(Register rd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_WU_S, rd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.l.s} */
    default Assembler fcvtLS(Register rd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_L_S, rd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.lu.s} */
    default Assembler fcvtLuS(Register rd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_LU_S, rd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.s.w} */
    default Assembler fcvtSW(FloatRegister fd, Register rs1, Rounding rounding) {
        return emit(Instruction.FCVT_S_W, fd.number(), rs1.number(), rounding.code());
    }

    /** {@code fcvt.s.wu} */
    default Assembler fcvtSWu(FloatRegister fd, Register rs1, Rounding rounding) {
        return emit(Instruction.FCVT_S_WU, fd.number(), rs1.number(), rounding.code());
    }

    /** {@code fcvt.s.l} */
    default Assembler fcvtSL(FloatRegister fd, Register rs1, Rounding rounding) {
        return emit(Instruction.FCVT_S_L, fd.number(), rs1.number(), rounding.code());
    }

    /** {@code fcvt.s.lu} */
    default Assembler fcvtSLu(FloatRegister fd, Register rs1, Rounding rounding) {
        return emit(Instruction.FCVT_S_LU, fd.number(), rs1.number(), rounding.code());
    }

    /** {@code fmv.x.w} */
    default Assembler fmvXW(Register rd, FloatRegister fs1) {
        return emit(Instruction.FMV_X_W, rd.number(), fs1.number());
    }

    /** {@code fmv.w.x} */
    default Assembler fmvWX(FloatRegister fd, Register rs1) {
        return emit(Instruction.FMV_W_X, fd.number(), rs1.number());
    }

    /** {@code fld} */
    default Assembler fld(FloatRegister fd, long offset, Register rs1) {
        return emit(Instruction.FLD, fd.number(), offset, rs1.number());
    }

    /** {@code fsd} */
    default Assembler fsd(FloatRegister fs2, long offset, Register rs1) {
        return emit(Instruction.FSD, fs2.number(), offset, rs1.number());
    }

    /** {@code fmadd.d} */
    default Assembler fmaddD(
            FloatRegister fd,
            FloatRegister fs1,
            FloatRegister fs2,
            FloatRegister fs3,
            Rounding rounding) {
        return emit(
                Instruction.FMADD_D,
                fd.number(),
                fs1.number(),
                fs2.number(),
                fs3.number(),
                rounding.code());
    }

    /** {@code fmsub.d} */
    default Assembler fmsubD(
            FloatRegister fd,
            FloatRegister fs1,
            FloatRegister fs2,
            FloatRegister fs3,
            Rounding rounding) {
        return emit(
                Instruction.FMSUB_D,
                fd.number(),
                fs1.number(),
                fs2.number(),
                fs3.number(),
                rounding.code());
    }

    /** {@code fnmsub.d} */
    default Assembler fnmsubD(
            FloatRegister fd,
            FloatRegister fs1,
            FloatRegister fs2,
            FloatRegister fs3,
            Rounding rounding) {
        return emit(
                Instruction.FNMSUB_D,
                fd.number(),
                fs1.number(),
                fs2.number(),
                fs3.number(),
                rounding.code());
    }

    /** {@code fnmadd.d} */
    default Assembler fnmaddD(
            FloatRegister fd,
            FloatRegister fs1,
            FloatRegister fs2,
            FloatRegister fs3,
            Rounding rounding) {
        return emit(
                Instruction.FNMADD_D,
                fd.number(),
                fs1.number(),
                fs2.number(),
                fs3.number(),
                rounding.code());
    }

    /** {@code fadd.d} */
    default Assembler faddD(
            FloatRegister fd, FloatRegister fs1, FloatRegister fs2, Rounding rounding) {
        return emit(Instruction.FADD_D, fd.number(), fs1.number(), fs2.number(), rounding.code());
    }

    /** {@code fsub.d} */
    default Assembler fsubD(
            FloatRegister fd, FloatRegister fs1, FloatRegister fs2, Rounding rounding) {
        return emit(Instruction.FSUB_D, fd.number(), fs1.number(), fs2.number(), rounding.code());
    }

    /** {@code fmul.d} */
    default Assembler fmulD(
            FloatRegister fd, FloatRegister fs1, FloatRegister fs2, Rounding rounding) {
        return emit(Instruction.FMUL_D, fd.number(), fs1.number(), fs2.number(), rounding.code());
    }

    /** {@code fdiv.d} */
    default Assembler fdivD(
            FloatRegister fd, FloatRegister fs1, FloatRegister fs2, Rounding rounding) {
        return emit(Instruction.FDIV_D, fd.number(), fs1.number(), fs2.number(), rounding.code());
    }

    /** {@code fsqrt.d} */
    default Assembler fsqrtD(FloatRegister fd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FSQRT_D, fd.number(), fs1.number(), rounding.code());
    }

    /** {@code fsgnj.d} */
    default Assembler fsgnjD(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FSGNJ_D, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fsgnjn.d} */
    default Assembler fsgnjnD(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FSGNJN_D, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fsgnjx.d} */
    default Assembler fsgnjxD(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FSGNJX_D, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fmin.d} */
    default Assembler fminD(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FMIN_D, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fmax.d} */
    default Assembler fmaxD(FloatRegister fd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FMAX_D, fd.number(), fs1.number(), fs2.number());
    }

    /** {@code fle.d} */
    default Assembler fleD(Register rd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FLE_D, rd.number(), fs1.number(), fs2.number());
    }

    /** {@code flt.d} */
    default Assembler fltD(Register rd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FLT_D, rd.number(), fs1.number(), fs2.number());
    }

    /** {@code feq.d} */
    default Assembler feqD(Register rd, FloatRegister fs1, FloatRegister fs2) {
        return emit(Instruction.FEQ_D, rd.number(), fs1.number(), fs2.number());
    }

    /** {@code fclass.d} */
    default Assembler fclassD(Register rd, FloatRegister fs1) {
        return emit(Instruction.FCLASS_D, rd.number(), fs1.number());
    }

    /** {@code fcvt.w.d} */
    default Assembler fcvtWD(Register rd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_W_D, rd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.wu.d} */
    default Assembler fcvtWuD(Register rd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_WU_D, rd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.l.d} */
    default Assembler fcvtLD(Register rd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_L_D, rd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.lu.d} */
    default Assembler fcvtLuD(Register rd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_LU_D, rd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.d.w} */
    default Assembler fcvtDW(FloatRegister fd, Register rs1) {
        return emit(Instruction.FCVT_D_W, fd.number(), rs1.number());
    }

    /** {@code fcvt.d.wu} */
    default Assembler fcvtDWu(FloatRegister fd, Register rs1) {
        return emit(Instruction.FCVT_D_WU, fd.number(), rs1.number());
    }

    /** {@code fcvt.d.l} */
    default Assembler fcvtDL(FloatRegister fd, Register rs1, Rounding rounding) {
        return emit(Instruction.FCVT_D_L, fd.number(), rs1.number(), rounding.code());
    }

    /** {@code fcvt.d.lu} */
    default Assembler fcvtDLu(FloatRegister fd, Register rs1, Rounding rounding) {
        return emit(Instruction.FCVT_D_LU, fd.number(), rs1.number(), rounding.code());
    }

    /** {@code fcvt.s.d} */
    default Assembler fcvtSD(FloatRegister fd, FloatRegister fs1, Rounding rounding) {
        return emit(Instruction.FCVT_S_D, fd.number(), fs1.number(), rounding.code());
    }

    /** {@code fcvt.d.s} */
    default Assembler fcvtDS(FloatRegister fd, FloatRegister fs1) {
        return emit(Instruction.FCVT_D_S, fd.number(), fs1.number());
    }

    /** {@code fmv.x.d} */
    default Assembler fmvXD(Register rd, FloatRegister fs1) {
        return emit(Instruction.FMV_X_D, rd.number(), fs1.number());
    }

    /** {@code fmv.d.x} */
    default Assembler fmvDX(FloatRegister fd, Register rs1) {
        return emit(Instruction.FMV_D_X, fd.number(), rs1.number());
    }
}
