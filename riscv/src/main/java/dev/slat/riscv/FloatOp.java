package dev.slat.riscv;

import dev.slat.riscv.fp.Rounding;

/**
 * An op of the F or D extension whose result is a floating-point register, which has the number
 * {@code rd}.
 *
 * <p>Registers hold raw bits, those of binary32 NaN-boxed. Each op first calls {@link #round} or
 * {@link #enter}: those refuse the instruction where it is illegal, and change nothing then.
 */
abstract class FloatOp extends Op {
    final byte rd;
    final byte rs1;
    final byte rs2;

    /** The {@code rm} field, or {@code funct3} of an instruction without one. */
    final byte rounding;

    FloatOp(int w) {
        this.rd = (byte) Encoding.rd(w);
        this.rs1 = (byte) Encoding.rs1(w);
        this.rs2 = (byte) Encoding.rs2(w);
        this.rounding = (byte) Encoding.funct3(w);
    }

    /**
     * Begins an instruction that rounds: gives the mode that its {@code rm} field asks for, and
     * sets sstatus.FS to Dirty.
     *
     * @throws Trap illegal instruction, if floating point is off or {@code frm} is reserved
     */
    static int round(Hart h, int rounding) {
        int mode = rounding == Rounding.DYNAMIC ? h.fcsr.rounding : rounding;
        if (!Rounding.isValid(mode)) {
            throw h.illegalInstruction();
        }
        enter(h);
        return mode;
    }

    /**
     * Begins an instruction that writes a floating-point register or may raise flags: sets
     * sstatus.FS to Dirty.
     *
     * @throws Trap illegal instruction, if floating point is off
     */
    static void enter(Hart h) {
        if ((h.csrs.status & Csrs.FS) != Csrs.FS) {
            h.requireFloat();
            h.markFloatDirty();
        }
    }
}
