package dev.slat.riscv.vector;

import org.jspecify.annotations.Nullable;

/**
 * Decodes OPMVV and OPMVX (section 19, second column): multiplication, division, averages,
 * widening, and what works on masks.
 */
final class MultiplyDecoder {
    private MultiplyDecoder() {}

    static @Nullable VectorInstruction decode(int w) {
        int funct6 = Fields.funct6(w);
        return switch (funct6 >>> 3) {
            case 0 -> Forms.ifVector(w, reduction(w, funct6));
            case 1 -> averageOrSlide(w, funct6);
            case 2, 3 -> masks(w, funct6);
            case 4, 5 -> multiply(w, funct6);
            default -> widening(w, funct6);
        };
    }

    private static VectorInstruction reduction(int w, int funct6) {
        Kernel kernel =
                switch (funct6) {
                    case 0 -> IntegerKernels.ADD;
                    case 1 -> IntegerKernels.AND;
                    case 2 -> IntegerKernels.OR;
                    case 3 -> IntegerKernels.XOR;
                    case 4 -> IntegerKernels.MINU;
                    case 5 -> IntegerKernels.MIN;
                    case 6 -> IntegerKernels.MAXU;
                    default -> IntegerKernels.MAX;
                };
        return new ReductionOp(w, kernel, false, FloatUse.NONE);
    }

    private static @Nullable VectorInstruction averageOrSlide(int w, int funct6) {
        return switch (funct6) {
            case 0x08 -> Forms.single(w, FixedPointKernels.AADDU);
            case 0x09 -> Forms.single(w, FixedPointKernels.AADD);
            case 0x0a -> Forms.single(w, FixedPointKernels.ASUBU);
            case 0x0b -> Forms.single(w, FixedPointKernels.ASUB);
            case 0x0e -> Forms.unlessVector(w, new SlideOneOp(w, true, Operand.X));
            case 0x0f -> Forms.unlessVector(w, new SlideOneOp(w, false, Operand.X));
            default -> null;
        };
    }

    private static @Nullable VectorInstruction masks(int w, int funct6) {
        if (funct6 == 0x10) {
            return Forms.isVector(w) ? toScalar(w) : fromScalar(w);
        }
        if (!Forms.isVector(w)) {
            return null;
        }
        return switch (funct6) {
            case 0x12 -> extension(w);
            case 0x14 -> maskUnary(w);
            case 0x17 -> Fields.masked(w) ? null : new CompressOp(w);
            case 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f ->
                    Fields.masked(w)
                            ? null
                            : new MaskLogicalOp(w, MaskLogicalOp.Function.of(funct6 & 7));
            default -> null;
        };
    }

    private static @Nullable VectorInstruction toScalar(int w) {
        return switch (Fields.vs1(w)) {
            case 0x00 -> Fields.masked(w) ? null : new ScalarMoveOp(w, true, Operand.X);
            case 0x10 -> new MaskCountOp(w, false);
            case 0x11 -> new MaskCountOp(w, true);
            default -> null;
        };
    }

    private static @Nullable VectorInstruction fromScalar(int w) {
        boolean plain = Fields.vs2(w) == 0 && !Fields.masked(w);
        return plain ? new ScalarMoveOp(w, false, Operand.X) : null;
    }

    private static @Nullable VectorInstruction extension(int w) {
        return switch (Fields.vs1(w)) {
            case 2 -> Forms.unary(w, IntegerKernels.ZERO_EXTEND_8, Shape.EIGHTH);
            case 3 -> Forms.unary(w, IntegerKernels.SIGN_EXTEND, Shape.EIGHTH);
            case 4 -> Forms.unary(w, IntegerKernels.ZERO_EXTEND_4, Shape.QUARTER);
            case 5 -> Forms.unary(w, IntegerKernels.SIGN_EXTEND, Shape.QUARTER);
            case 6 -> Forms.unary(w, IntegerKernels.ZERO_EXTEND_2, Shape.HALF);
            case 7 -> Forms.unary(w, IntegerKernels.SIGN_EXTEND, Shape.HALF);
            default -> null;
        };
    }

    private static @Nullable VectorInstruction maskUnary(int w) {
        return switch (Fields.vs1(w)) {
            case 0x01 -> new MaskFirstOp(w, MaskFirstOp.Kind.BEFORE);
            case 0x02 -> new MaskFirstOp(w, MaskFirstOp.Kind.ONLY);
            case 0x03 -> new MaskFirstOp(w, MaskFirstOp.Kind.INCLUDING);
            case 0x10 -> new IndexOp(w, true);
            case 0x11 -> Fields.vs2(w) == 0 ? new IndexOp(w, false) : null;
            default -> null;
        };
    }

    private static @Nullable VectorInstruction multiply(int w, int funct6) {
        return switch (funct6) {
            case 0x20 -> Forms.single(w, MultiplyKernels.DIVU);
            case 0x21 -> Forms.single(w, MultiplyKernels.DIV);
            case 0x22 -> Forms.single(w, MultiplyKernels.REMU);
            case 0x23 -> Forms.single(w, MultiplyKernels.REM);
            case 0x24 -> Forms.single(w, MultiplyKernels.MULHU);
            case 0x25 -> Forms.single(w, MultiplyKernels.MUL);
            case 0x26 -> Forms.single(w, MultiplyKernels.MULHSU);
            case 0x27 -> Forms.single(w, MultiplyKernels.MULH);
            case 0x29 -> Forms.accumulate(w, MultiplyKernels.MADD, Shape.SINGLE);
            case 0x2b -> Forms.accumulate(w, MultiplyKernels.NMSUB, Shape.SINGLE);
            case 0x2d -> Forms.accumulate(w, MultiplyKernels.MACC, Shape.SINGLE);
            case 0x2f -> Forms.accumulate(w, MultiplyKernels.NMSAC, Shape.SINGLE);
            default -> null;
        };
    }

    private static @Nullable VectorInstruction widening(int w, int funct6) {
        Third no = Third.NOTHING;
        return switch (funct6) {
            case 0x30 -> Forms.element(w, IntegerKernels.WIDEN_ADDU, Shape.WIDENING, no);
            case 0x31 -> Forms.element(w, IntegerKernels.ADD, Shape.WIDENING, no);
            case 0x32 -> Forms.element(w, IntegerKernels.WIDEN_SUBU, Shape.WIDENING, no);
            case 0x33 -> Forms.element(w, IntegerKernels.SUB, Shape.WIDENING, no);
            case 0x34 -> Forms.element(w, IntegerKernels.WIDE_ADDU, Shape.WIDE, no);
            case 0x35 -> Forms.element(w, IntegerKernels.ADD, Shape.WIDE, no);
            case 0x36 -> Forms.element(w, IntegerKernels.WIDE_SUBU, Shape.WIDE, no);
            case 0x37 -> Forms.element(w, IntegerKernels.SUB, Shape.WIDE, no);
            case 0x38 -> Forms.element(w, MultiplyKernels.WIDEN_MULU, Shape.WIDENING, no);
            case 0x3a -> Forms.element(w, MultiplyKernels.WIDEN_MULSU, Shape.WIDENING, no);
            case 0x3b -> Forms.element(w, MultiplyKernels.MUL, Shape.WIDENING, no);
            case 0x3c -> Forms.accumulate(w, MultiplyKernels.WIDEN_MACCU, Shape.WIDENING);
            case 0x3d -> Forms.accumulate(w, MultiplyKernels.MACC, Shape.WIDENING);
            case 0x3e ->
                    Forms.unlessVector(
                            w, Forms.accumulate(w, MultiplyKernels.WIDEN_MACCUS, Shape.WIDENING));
            case 0x3f -> Forms.accumulate(w, MultiplyKernels.WIDEN_MACCSU, Shape.WIDENING);
            default -> null;
        };
    }
}
