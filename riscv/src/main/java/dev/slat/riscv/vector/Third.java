package dev.slat.riscv.vector;

/** The third operand of a {@link Kernel}. */
enum Third {
    NOTHING,
    /** The element of vd: multiply-add. */
    DESTINATION,
    /** The bit of v0, which then makes no element inactive: carries and merges. */
    MASK
}
