package dev.slat.riscv.vector;

import dev.slat.riscv.fp.NanBox;

/** Where the operand named by the rs1 field comes from (section 10.1). */
enum Operand {
    /** An element of vs1. */
    VECTOR,
    /** An integer register. */
    X,
    /** A floating-point register. */
    F,
    /** A signed immediate. */
    SIGNED,
    /** An unsigned immediate. */
    UNSIGNED,
    /** The field selects an operation. */
    NONE;

    /** The operand of the arithmetic instruction {@code w}, whose immediate is signed. */
    static Operand of(int w) {
        return switch (Fields.funct3(w)) {
            case Fields.OPIVX, Fields.OPMVX -> X;
            case Fields.OPFVF -> F;
            case Fields.OPIVI -> SIGNED;
            default -> VECTOR;
        };
    }

    /** The scalar that the field names, cut to SEW; 0 if it names none. */
    long scalar(VectorUnit v, long[] x, int field) {
        return switch (this) {
            case X -> v.signed(x[field]);
            case F -> v.bits == Integer.SIZE ? NanBox.unbox(v.f[field]) : v.f[field];
            case SIGNED -> field << 27 >> 27;
            case UNSIGNED -> field;
            default -> 0;
        };
    }
}
