package dev.slat.riscv.vector;

import dev.slat.riscv.fp.Rounding;

/**
 * Whether an instruction computes with floats, and of which width (section 13). Without half
 * precision, floats have 32 or 64 bits.
 */
enum FloatUse {
    NONE,
    /** The narrowest float has SEW bits. */
    SEW,
    /** The narrowest float has 2 * SEW bits: conversions of integers of SEW bits. */
    DOUBLE_SEW;

    private static final int SINGLE_EEW = 2;

    /**
     * Whether the width is one of a float, and the rounding mode is one: a reserved mode is illegal
     * for all vector floating-point instructions, whether they round or not.
     *
     * @throws RuntimeException the illegal-instruction trap, if floating point is off
     */
    boolean isLegal(VectorUnit v) {
        if (this == NONE) {
            return true;
        }
        v.environment.requireFloat();
        int eew = v.type.sew() + (this == DOUBLE_SEW ? 1 : 0);
        return eew >= SINGLE_EEW && Rounding.isValid(v.fcsr.rounding);
    }

    /** Before the instruction raises flags. */
    void begin(VectorUnit v) {
        if (this != NONE) {
            v.environment.markFloatDirty();
        }
    }
}
