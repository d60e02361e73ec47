package dev.slat.riscv;

import dev.slat.riscv.fp.Format;
import dev.slat.riscv.fp.Rounding;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the F and D extensions, and with its helpers Zfhmin, Zfh and Zfa (unprivileged manual,
 * "RV32/64G Instruction Set Listings"). Compressed forms come expanded. A reserved static rounding
 * mode is refused here; a reserved dynamic one, and floating point that is off, when the op runs.
 */
final class FloatDecoder {
    private static final int SINGLE = 0;
    private static final int DOUBLE = 1;
    private static final int HALF = 2;

    private final Isa isa;
    private final HalfDecoder halves;
    private final ExtraFloatDecoder extras;

    FloatDecoder(Isa isa) {
        this.isa = isa;
        this.halves = new HalfDecoder(isa);
        this.extras = new ExtraFloatDecoder(isa);
    }

    /** The op for a 32-bit encoding in one of the floating-point major opcodes; null if illegal. */
    @Nullable Op decode(int w) {
        return switch (Encoding.opcode(w)) {
            case 0x07 -> load(w);
            case 0x27 -> store(w);
            case 0x43, 0x47, 0x4b, 0x4f -> fused(w);
            case 0x53 -> compute(w);
            default -> null;
        };
    }

    private @Nullable Op load(int w) {
        return switch (Encoding.funct3(w)) {
            case 1 -> has(HALF) ? new HalfOps.Flh(w) : null;
            case 2 -> has(SINGLE) ? new FloatMemoryOps.Flw(w) : null;
            case 3 -> has(DOUBLE) ? new FloatMemoryOps.Fld(w) : null;
            default -> null;
        };
    }

    private @Nullable Op store(int w) {
        return switch (Encoding.funct3(w)) {
            case 1 -> has(HALF) ? new HalfOps.Fsh(w) : null;
            case 2 -> has(SINGLE) ? new FloatMemoryOps.Fsw(w) : null;
            case 3 -> has(DOUBLE) ? new FloatMemoryOps.Fsd(w) : null;
            default -> null;
        };
    }

    private @Nullable Op fused(int w) {
        if (!has(format(w)) || !mayRound(w)) {
            return null;
        }
        return switch (format(w)) {
            case SINGLE -> new FloatFusedOps.MultiplyAddS(w);
            case DOUBLE -> new FloatFusedOps.MultiplyAddD(w);
            case HALF ->
                    isa.has(Extension.ZFH) ? new FormatOps.MultiplyAdd(w, Format.BINARY16) : null;
            default -> null;
        };
    }

    private boolean has(int format) {
        return switch (format) {
            case SINGLE -> isa.has(Extension.F);
            case DOUBLE -> isa.has(Extension.D);
            case HALF -> isa.has(Extension.ZFHMIN);
            default -> false;
        };
    }

    private static int format(int w) {
        return w >>> 25 & 3;
    }

    static boolean mayRound(int w) {
        int rounding = Encoding.funct3(w);
        return Rounding.isValid(rounding) || rounding == Rounding.DYNAMIC;
    }

    private @Nullable Op compute(int w) {
        if (!has(format(w))) {
            return null;
        }
        if (format(w) == HALF) {
            return orExtra(halves.compute(w), w);
        }
        return orExtra(computeWide(w), w);
    }

    private @Nullable Op orExtra(@Nullable Op op, int w) {
        return op != null ? op : extras.decode(w);
    }

    private @Nullable Op computeWide(int w) {
        boolean wide = format(w) == DOUBLE;
        return switch (w >>> 27) {
            case 0x00, 0x01, 0x02, 0x03, 0x08, 0x0b, 0x18, 0x1a -> rounded(w, wide);
            case 0x04 -> wide ? signDouble(w) : signSingle(w);
            case 0x05 -> minMax(w, wide);
            case 0x14 -> wide ? compareDouble(w) : compareSingle(w);
            case 0x1c -> toInteger(w, wide);
            case 0x1e -> fromInteger(w, wide);
            default -> null;
        };
    }

    private @Nullable Op rounded(int w, boolean wide) {
        if (!mayRound(w)) {
            return null;
        }
        return wide ? roundedDouble(w) : roundedSingle(w);
    }

    private @Nullable Op roundedDouble(int w) {
        int rs2 = Encoding.rs2(w);
        boolean integer = rs2 < FloatConvertOps.INTEGER_TYPES;
        return switch (w >>> 27) {
            case 0x00 -> new FloatDoubleOps.Add(w);
            case 0x01 -> new FloatDoubleOps.Sub(w);
            case 0x02 -> new FloatDoubleOps.Mul(w);
            case 0x03 -> new FloatDoubleOps.Div(w);
            case 0x08 -> toDouble(w);
            case 0x0b -> rs2 == 0 ? new FloatDoubleOps.Sqrt(w) : null;
            case 0x18 -> integer ? new FloatConvertOps.DoubleToInteger(w) : null;
            case 0x1a -> integer ? new FloatConvertOps.IntegerToDouble(w) : null;
            default -> null;
        };
    }

    private @Nullable Op roundedSingle(int w) {
        int rs2 = Encoding.rs2(w);
        boolean integer = rs2 < FloatConvertOps.INTEGER_TYPES;
        return switch (w >>> 27) {
            case 0x00 -> new FloatSingleOps.Add(w);
            case 0x01 -> new FloatSingleOps.Sub(w);
            case 0x02 -> new FloatSingleOps.Mul(w);
            case 0x03 -> new FloatSingleOps.Div(w);
            case 0x08 -> toSingle(w);
            case 0x0b -> rs2 == 0 ? new FloatSingleOps.Sqrt(w) : null;
            case 0x18 -> integer ? new FloatConvertOps.SingleToInteger(w) : null;
            case 0x1a -> integer ? new FloatConvertOps.IntegerToSingle(w) : null;
            default -> null;
        };
    }

    private @Nullable Op toDouble(int w) {
        return switch (Encoding.rs2(w)) {
            case SINGLE -> new FloatConvertOps.SingleToDouble(w);
            case HALF -> fromHalf(w, Format.BINARY64);
            default -> null;
        };
    }

    private @Nullable Op toSingle(int w) {
        return switch (Encoding.rs2(w)) {
            case DOUBLE -> has(DOUBLE) ? new FloatConvertOps.DoubleToSingle(w) : null;
            case HALF -> fromHalf(w, Format.BINARY32);
            default -> null;
        };
    }

    private @Nullable Op fromHalf(int w, Format format) {
        return has(HALF) ? new FormatOps.Convert(w, format, Format.BINARY16) : null;
    }

    private @Nullable Op signDouble(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new FloatSignOps.SgnjD(w);
            case 1 -> new FloatSignOps.SgnjnD(w);
            case 2 -> new FloatSignOps.SgnjxD(w);
            default -> null;
        };
    }

    private @Nullable Op signSingle(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new FloatSignOps.SgnjS(w);
            case 1 -> new FloatSignOps.SgnjnS(w);
            case 2 -> new FloatSignOps.SgnjxS(w);
            default -> null;
        };
    }

    private @Nullable Op minMax(int w, boolean wide) {
        return switch (Encoding.funct3(w)) {
            case 0 -> wide ? new FloatDoubleOps.Min(w) : new FloatSingleOps.Min(w);
            case 1 -> wide ? new FloatDoubleOps.Max(w) : new FloatSingleOps.Max(w);
            default -> null;
        };
    }

    private @Nullable Op compareDouble(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new FloatCompareOps.LeD(w);
            case 1 -> new FloatCompareOps.LtD(w);
            case 2 -> new FloatCompareOps.EqD(w);
            default -> null;
        };
    }

    private @Nullable Op compareSingle(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new FloatCompareOps.LeS(w);
            case 1 -> new FloatCompareOps.LtS(w);
            case 2 -> new FloatCompareOps.EqS(w);
            default -> null;
        };
    }

    private @Nullable Op toInteger(int w, boolean wide) {
        if (Encoding.rs2(w) != 0) {
            return null;
        }
        return switch (Encoding.funct3(w)) {
            case 0 -> wide ? new FloatMoveOps.ToX(w) : new FloatMoveOps.ToW(w);
            case 1 -> wide ? new FloatMoveOps.ClassD(w) : new FloatMoveOps.ClassS(w);
            default -> null;
        };
    }

    private @Nullable Op fromInteger(int w, boolean wide) {
        if (Encoding.rs2(w) != 0 || Encoding.funct3(w) != 0) {
            return null;
        }
        return wide ? new FloatMoveOps.FromX(w) : new FloatMoveOps.FromW(w);
    }
}
