package dev.slat.riscv.vector;

import org.jspecify.annotations.Nullable;

/** Makes the instructions of the common shapes, in the forms that exist (section 19). */
final class Forms {
    private Forms() {}

    /** vd = vs2 op vs1, rs1 or a signed immediate. */
    static VectorInstruction single(int w, Kernel kernel) {
        return element(w, kernel, Shape.SINGLE, Third.NOTHING);
    }

    /** The same with an unsigned immediate: shifts. */
    static VectorInstruction shift(int w, Kernel kernel, Shape shape) {
        Operand operand = Operand.of(w);
        return new ElementOp(
                w,
                kernel,
                shape,
                operand == Operand.SIGNED ? Operand.UNSIGNED : operand,
                Third.NOTHING,
                FloatUse.NONE);
    }

    static VectorInstruction element(int w, Kernel kernel, Shape shape, Third third) {
        return new ElementOp(w, kernel, shape, Operand.of(w), third, FloatUse.NONE);
    }

    /** Multiply-add: vd is the third operand. */
    static VectorInstruction accumulate(int w, Kernel kernel, Shape shape) {
        return element(w, kernel, shape, Third.DESTINATION);
    }

    static VectorInstruction compare(int w, Kernel kernel) {
        return new MaskResultOp(w, kernel, Operand.of(w), false, FloatUse.NONE);
    }

    /** A unary operation, which the vs1 field has selected. */
    static VectorInstruction unary(int w, Kernel kernel, Shape shape) {
        return new ElementOp(w, kernel, shape, Operand.NONE, Third.NOTHING, FloatUse.NONE);
    }

    static @Nullable VectorInstruction unlessImmediate(int w, VectorInstruction instruction) {
        return Fields.funct3(w) == Fields.OPIVI ? null : instruction;
    }

    static @Nullable VectorInstruction unlessVector(int w, VectorInstruction instruction) {
        return isVector(w) ? null : instruction;
    }

    static @Nullable VectorInstruction ifVector(int w, VectorInstruction instruction) {
        return isVector(w) ? instruction : null;
    }

    /** Whether the form has a vector for its rs1 field. */
    static boolean isVector(int w) {
        return Operand.of(w) == Operand.VECTOR;
    }
}
