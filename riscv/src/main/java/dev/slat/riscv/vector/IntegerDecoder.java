package dev.slat.riscv.vector;

import org.jspecify.annotations.Nullable;

/** Decodes OPIVV, OPIVX and OPIVI (section 19, first column). */
final class IntegerDecoder {
    private IntegerDecoder() {}

    static @Nullable VectorInstruction decode(int w) {
        int funct6 = Fields.funct6(w);
        return switch (funct6 >>> 3) {
            case 0, 1 -> simple(w, funct6);
            case 2 -> carryOrMerge(w, funct6);
            case 3 -> compare(w, funct6);
            case 4, 5 -> fixedPoint(w, funct6);
            default -> reduction(w, funct6);
        };
    }

    private static @Nullable VectorInstruction simple(int w, int funct6) {
        return switch (funct6) {
            case 0x00 -> Forms.single(w, IntegerKernels.ADD);
            case 0x02 -> Forms.unlessImmediate(w, Forms.single(w, IntegerKernels.SUB));
            case 0x03 -> Forms.unlessVector(w, Forms.single(w, IntegerKernels.RSUB));
            case 0x04 -> Forms.unlessImmediate(w, Forms.single(w, IntegerKernels.MINU));
            case 0x05 -> Forms.unlessImmediate(w, Forms.single(w, IntegerKernels.MIN));
            case 0x06 -> Forms.unlessImmediate(w, Forms.single(w, IntegerKernels.MAXU));
            case 0x07 -> Forms.unlessImmediate(w, Forms.single(w, IntegerKernels.MAX));
            case 0x09 -> Forms.single(w, IntegerKernels.AND);
            case 0x0a -> Forms.single(w, IntegerKernels.OR);
            case 0x0b -> Forms.single(w, IntegerKernels.XOR);
            case 0x0c -> new GatherOp(w, Operand.of(w), false);
            case 0x0e ->
                    Forms.isVector(w)
                            ? new GatherOp(w, Operand.VECTOR, true)
                            : new SlideOp(w, true);
            case 0x0f -> Forms.unlessVector(w, new SlideOp(w, false));
            default -> null;
        };
    }

    private static @Nullable VectorInstruction carryOrMerge(int w, int funct6) {
        boolean masked = Fields.masked(w);
        return switch (funct6) {
            case 0x10 -> masked ? sum(w, IntegerKernels.ADD_CARRY) : null;
            case 0x11 -> carry(w, IntegerKernels.CARRY);
            case 0x12 ->
                    masked ? Forms.unlessImmediate(w, sum(w, IntegerKernels.SUB_BORROW)) : null;
            case 0x13 -> Forms.unlessImmediate(w, carry(w, IntegerKernels.BORROW));
            case 0x17 -> {
                if (masked) {
                    yield sum(w, IntegerKernels.MERGE);
                }
                yield Fields.vs2(w) == 0 ? Forms.single(w, IntegerKernels.MOVE) : null;
            }
            default -> null;
        };
    }

    private static VectorInstruction sum(int w, Kernel kernel) {
        return Forms.element(w, kernel, Shape.SINGLE, Third.MASK);
    }

    private static VectorInstruction carry(int w, Kernel kernel) {
        return new MaskResultOp(w, kernel, Operand.of(w), true, FloatUse.NONE);
    }

    private static @Nullable VectorInstruction compare(int w, int funct6) {
        return switch (funct6) {
            case 0x18 -> Forms.compare(w, IntegerKernels.EQUAL);
            case 0x19 -> Forms.compare(w, IntegerKernels.NOT_EQUAL);
            case 0x1a -> Forms.unlessImmediate(w, Forms.compare(w, IntegerKernels.LESSU));
            case 0x1b -> Forms.unlessImmediate(w, Forms.compare(w, IntegerKernels.LESS));
            case 0x1c -> Forms.compare(w, IntegerKernels.LESS_EQUALU);
            case 0x1d -> Forms.compare(w, IntegerKernels.LESS_EQUAL);
            case 0x1e -> Forms.unlessVector(w, Forms.compare(w, IntegerKernels.GREATERU));
            default -> Forms.unlessVector(w, Forms.compare(w, IntegerKernels.GREATER));
        };
    }

    private static @Nullable VectorInstruction fixedPoint(int w, int funct6) {
        return switch (funct6) {
            case 0x20 -> Forms.single(w, FixedPointKernels.SADDU);
            case 0x21 -> Forms.single(w, FixedPointKernels.SADD);
            case 0x22 -> Forms.unlessImmediate(w, Forms.single(w, FixedPointKernels.SSUBU));
            case 0x23 -> Forms.unlessImmediate(w, Forms.single(w, FixedPointKernels.SSUB));
            case 0x25 -> Forms.shift(w, IntegerKernels.SLL, Shape.SINGLE);
            case 0x27 -> multiplyOrMove(w);
            case 0x28 -> Forms.shift(w, IntegerKernels.SRL, Shape.SINGLE);
            case 0x29 -> Forms.shift(w, IntegerKernels.SRA, Shape.SINGLE);
            case 0x2a -> Forms.shift(w, FixedPointKernels.SSRL, Shape.SINGLE);
            case 0x2b -> Forms.shift(w, FixedPointKernels.SSRA, Shape.SINGLE);
            case 0x2c -> Forms.shift(w, IntegerKernels.NARROW_SRL, Shape.NARROWING);
            case 0x2d -> Forms.shift(w, IntegerKernels.NARROW_SRA, Shape.NARROWING);
            case 0x2e -> Forms.shift(w, FixedPointKernels.NCLIPU, Shape.NARROWING);
            case 0x2f -> Forms.shift(w, FixedPointKernels.NCLIP, Shape.NARROWING);
            default -> null;
        };
    }

    /** The immediate form of {@code vsmul} is the move of whole registers. */
    private static @Nullable VectorInstruction multiplyOrMove(int w) {
        if (Fields.funct3(w) != Fields.OPIVI) {
            return Forms.single(w, FixedPointKernels.SMUL);
        }
        int count = Fields.vs1(w) + 1;
        boolean exists = count <= 8 && Integer.bitCount(count) == 1 && !Fields.masked(w);
        return exists ? new WholeMoveOp(w) : null;
    }

    private static @Nullable VectorInstruction reduction(int w, int funct6) {
        Kernel kernel =
                switch (funct6) {
                    case 0x30 -> IntegerKernels.WIDE_ADDU;
                    case 0x31 -> IntegerKernels.ADD;
                    default -> null;
                };
        return kernel == null
                ? null
                : Forms.ifVector(w, new ReductionOp(w, kernel, true, FloatUse.NONE));
    }
}
