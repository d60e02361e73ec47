package dev.slat.riscv.vector;

import dev.slat.riscv.fp.Rounding;

import org.jspecify.annotations.Nullable;

/** Decodes OPFVV and OPFVF (section 19, third column). */
final class FloatVectorDecoder {
    private FloatVectorDecoder() {}

    static @Nullable VectorInstruction decode(int w) {
        int funct6 = Fields.funct6(w);
        return switch (funct6 >>> 3) {
            case 0 -> simpleOrReduction(w, funct6);
            case 1 -> signOrSlide(w, funct6);
            case 2 -> moveOrUnary(w, funct6);
            case 3 -> compare(w, funct6);
            case 4 -> multiply(w, funct6);
            case 5 -> fused(w, funct6);
            case 6 -> wideSum(w, funct6);
            default -> wideProduct(w, funct6);
        };
    }

    private static VectorInstruction of(int w, Kernel kernel, Shape shape, Third third) {
        return new ElementOp(w, kernel, shape, Operand.of(w), third, FloatUse.SEW);
    }

    private static VectorInstruction single(int w, Kernel kernel) {
        return of(w, kernel, Shape.SINGLE, Third.NOTHING);
    }

    private static @Nullable VectorInstruction reduction(int w, Kernel kernel, boolean wide) {
        return Forms.ifVector(w, new ReductionOp(w, kernel, wide, FloatUse.SEW));
    }

    private static @Nullable VectorInstruction simpleOrReduction(int w, int funct6) {
        return switch (funct6) {
            case 0 -> single(w, FloatKernels.ADD);
            case 1, 3 -> reduction(w, FloatKernels.ADD, false);
            case 2 -> single(w, FloatKernels.SUB);
            case 4 -> single(w, FloatKernels.MIN);
            case 5 -> reduction(w, FloatKernels.MIN, false);
            case 6 -> single(w, FloatKernels.MAX);
            default -> reduction(w, FloatKernels.MAX, false);
        };
    }

    private static @Nullable VectorInstruction signOrSlide(int w, int funct6) {
        return switch (funct6) {
            case 0x08 -> single(w, FloatKernels.SGNJ);
            case 0x09 -> single(w, FloatKernels.SGNJN);
            case 0x0a -> single(w, FloatKernels.SGNJX);
            case 0x0e -> Forms.unlessVector(w, new SlideOneOp(w, true, Operand.F));
            case 0x0f -> Forms.unlessVector(w, new SlideOneOp(w, false, Operand.F));
            default -> null;
        };
    }

    private static @Nullable VectorInstruction moveOrUnary(int w, int funct6) {
        return switch (funct6) {
            case 0x10 -> move(w);
            case 0x12 -> Forms.isVector(w) ? conversion(w) : null;
            case 0x13 -> Forms.isVector(w) ? unary(w) : null;
            case 0x17 -> Forms.isVector(w) ? null : merge(w);
            default -> null;
        };
    }

    private static @Nullable VectorInstruction move(int w) {
        boolean toScalar = Forms.isVector(w);
        int mustBeZero = toScalar ? Fields.vs1(w) : Fields.vs2(w);
        boolean exists = mustBeZero == 0 && !Fields.masked(w);
        return exists ? new ScalarMoveOp(w, toScalar, Operand.F) : null;
    }

    private static @Nullable VectorInstruction merge(int w) {
        if (Fields.masked(w)) {
            return of(w, IntegerKernels.MERGE, Shape.SINGLE, Third.MASK);
        }
        return Fields.vs2(w) == 0 ? single(w, IntegerKernels.MOVE) : null;
    }

    private static @Nullable VectorInstruction unary(int w) {
        Kernel kernel =
                switch (Fields.vs1(w)) {
                    case 0x00 -> FloatKernels.SQRT;
                    case 0x04 -> Estimates.RECIPROCAL_ROOT;
                    case 0x05 -> Estimates.RECIPROCAL;
                    case 0x10 -> FloatKernels.CLASSIFY;
                    default -> null;
                };
        return kernel == null ? null : unary(w, kernel, Shape.SINGLE, FloatUse.SEW);
    }

    private static VectorInstruction unary(int w, Kernel kernel, Shape shape, FloatUse floats) {
        return new ElementOp(w, kernel, shape, Operand.NONE, Third.NOTHING, floats);
    }

    /** The vs1 field: two bits of shape, then three of operation. */
    private static @Nullable VectorInstruction conversion(int w) {
        int selector = Fields.vs1(w);
        Shape shape =
                switch (selector >>> 3) {
                    case 0 -> Shape.SINGLE;
                    case 1 -> Shape.WIDENING;
                    case 2 -> Shape.NARROWING;
                    default -> null;
                };
        if (shape == null) {
            return null;
        }
        boolean signed = (selector & 1) != 0;
        return switch (selector & 7) {
            case 0, 1 -> toInteger(w, shape, signed, Rounding.DYNAMIC);
            case 2, 3 -> {
                Kernel kernel = ConvertKernels.fromInteger(shape, signed);
                boolean widens = shape == Shape.WIDENING;
                yield unary(w, kernel, shape, widens ? FloatUse.DOUBLE_SEW : FloatUse.SEW);
            }
            case 4 -> betweenFloats(w, shape);
            case 5 ->
                    shape == Shape.NARROWING
                            ? unary(w, ConvertKernels.NARROW_TO_ODD, shape, FloatUse.SEW)
                            : null;
            default -> toInteger(w, shape, signed, Rounding.TOWARDS_ZERO);
        };
    }

    private static VectorInstruction toInteger(int w, Shape shape, boolean signed, int mode) {
        boolean narrows = shape == Shape.NARROWING;
        Kernel kernel = ConvertKernels.toInteger(shape, signed, mode);
        return unary(w, kernel, shape, narrows ? FloatUse.DOUBLE_SEW : FloatUse.SEW);
    }

    private static @Nullable VectorInstruction betweenFloats(int w, Shape shape) {
        return switch (shape) {
            case WIDENING -> unary(w, ConvertKernels.WIDEN, shape, FloatUse.SEW);
            case NARROWING -> unary(w, ConvertKernels.NARROW, shape, FloatUse.SEW);
            default -> null;
        };
    }

    private static @Nullable VectorInstruction compare(int w, int funct6) {
        Kernel kernel =
                switch (funct6) {
                    case 0x18 -> FloatKernels.EQUAL;
                    case 0x19 -> FloatKernels.LESS_EQUAL;
                    case 0x1b -> FloatKernels.LESS;
                    case 0x1c -> FloatKernels.NOT_EQUAL;
                    case 0x1d -> FloatKernels.GREATER;
                    case 0x1f -> FloatKernels.GREATER_EQUAL;
                    default -> null;
                };
        if (kernel == null) {
            return null;
        }
        VectorInstruction compare = new MaskResultOp(w, kernel, Operand.of(w), false, FloatUse.SEW);
        boolean scalarOnly = funct6 == 0x1d || funct6 == 0x1f;
        return scalarOnly ? Forms.unlessVector(w, compare) : compare;
    }

    private static @Nullable VectorInstruction multiply(int w, int funct6) {
        return switch (funct6) {
            case 0x20 -> single(w, FloatKernels.DIV);
            case 0x21 -> Forms.unlessVector(w, single(w, FloatKernels.RDIV));
            case 0x24 -> single(w, FloatKernels.MUL);
            case 0x27 -> Forms.unlessVector(w, single(w, FloatKernels.RSUB));
            default -> null;
        };
    }

    private static VectorInstruction fused(int w, int funct6) {
        Kernel kernel =
                switch (funct6) {
                    case 0x28 -> FloatKernels.MADD;
                    case 0x29 -> FloatKernels.NMADD;
                    case 0x2a -> FloatKernels.MSUB;
                    case 0x2b -> FloatKernels.NMSUB;
                    case 0x2c -> FloatKernels.MACC;
                    case 0x2d -> FloatKernels.NMACC;
                    case 0x2e -> FloatKernels.MSAC;
                    default -> FloatKernels.NMSAC;
                };
        return of(w, kernel, Shape.SINGLE, Third.DESTINATION);
    }

    private static @Nullable VectorInstruction wideSum(int w, int funct6) {
        Third no = Third.NOTHING;
        return switch (funct6) {
            case 0x30 -> of(w, WideFloatKernels.ADD, Shape.WIDENING, no);
            case 0x31, 0x33 -> reduction(w, WideFloatKernels.WIDE_ADD, true);
            case 0x32 -> of(w, WideFloatKernels.SUB, Shape.WIDENING, no);
            case 0x34 -> of(w, WideFloatKernels.WIDE_ADD, Shape.WIDE, no);
            case 0x36 -> of(w, WideFloatKernels.WIDE_SUB, Shape.WIDE, no);
            default -> null;
        };
    }

    private static @Nullable VectorInstruction wideProduct(int w, int funct6) {
        Third sum = Third.DESTINATION;
        return switch (funct6) {
            case 0x38 -> of(w, WideFloatKernels.MUL, Shape.WIDENING, Third.NOTHING);
            case 0x3c -> of(w, WideFloatKernels.MACC, Shape.WIDENING, sum);
            case 0x3d -> of(w, WideFloatKernels.NMACC, Shape.WIDENING, sum);
            case 0x3e -> of(w, WideFloatKernels.MSAC, Shape.WIDENING, sum);
            case 0x3f -> of(w, WideFloatKernels.NMSAC, Shape.WIDENING, sum);
            default -> null;
        };
    }
}
