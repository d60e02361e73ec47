package dev.slat.riscv;

import dev.slat.riscv.fp.FloatAdd;
import dev.slat.riscv.fp.FloatCompare;
import dev.slat.riscv.fp.FloatDivide;
import dev.slat.riscv.fp.FloatMinMax;
import dev.slat.riscv.fp.FloatMultiply;
import dev.slat.riscv.fp.FloatSign;
import dev.slat.riscv.fp.FloatSquareRoot;
import dev.slat.riscv.fp.Format;

import org.jspecify.annotations.Nullable;

/** Decodes OP-FP with the format binary16 (Zfhmin and Zfh). */
final class HalfDecoder {
    private static final Format HALF = Format.BINARY16;
    private static final int SINGLE = 0;
    private static final int DOUBLE = 1;

    private final Isa isa;

    HalfDecoder(Isa isa) {
        this.isa = isa;
    }

    /** The op, or null if it is illegal; the caller has checked for Zfhmin. */
    @Nullable Op compute(int w) {
        boolean first = Encoding.rs2(w) == 0 && Encoding.funct3(w) == 0;
        return switch (w >>> 27) {
            case 0x08 -> FloatDecoder.mayRound(w) ? convert(w) : null;
            case 0x1c -> first ? new HalfOps.ToX(w) : whole(w);
            case 0x1e -> first ? new HalfOps.FromX(w) : whole(w);
            default -> whole(w);
        };
    }

    private @Nullable Op convert(int w) {
        return switch (Encoding.rs2(w)) {
            case SINGLE -> new FormatOps.Convert(w, HALF, Format.BINARY32);
            case DOUBLE ->
                    isa.has(Extension.D) ? new FormatOps.Convert(w, HALF, Format.BINARY64) : null;
            default -> null;
        };
    }

    private @Nullable Op whole(int w) {
        if (!isa.has(Extension.ZFH)) {
            return null;
        }
        return switch (w >>> 27) {
            case 0x00, 0x01, 0x02, 0x03, 0x0b, 0x18, 0x1a ->
                    FloatDecoder.mayRound(w) ? rounded(w) : null;
            case 0x04 -> sign(w);
            case 0x05 -> minMax(w);
            case 0x14 -> compare(w);
            case 0x1c ->
                    Encoding.rs2(w) == 0 && Encoding.funct3(w) == 1
                            ? new FormatOps.Classify(w, HALF)
                            : null;
            default -> null;
        };
    }

    private static @Nullable Op rounded(int w) {
        int rs2 = Encoding.rs2(w);
        boolean integer = rs2 < FloatConvertOps.INTEGER_TYPES;
        return switch (w >>> 27) {
            case 0x00 -> new FormatOps.Arithmetic(w, HALF, FloatAdd::add);
            case 0x01 -> new FormatOps.Arithmetic(w, HALF, FloatAdd::subtract);
            case 0x02 -> new FormatOps.Arithmetic(w, HALF, FloatMultiply::multiply);
            case 0x03 -> new FormatOps.Arithmetic(w, HALF, FloatDivide::divide);
            case 0x0b ->
                    rs2 == 0 ? new FormatOps.Unary(w, HALF, FloatSquareRoot::squareRoot) : null;
            case 0x18 -> integer ? new HalfOps.ToInteger(w) : null;
            default -> integer ? new HalfOps.FromInteger(w) : null;
        };
    }

    private static @Nullable Op sign(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new FormatOps.Select(w, HALF, (f, a, b, e) -> FloatSign.copy(f, a, b));
            case 1 -> new FormatOps.Select(w, HALF, (f, a, b, e) -> FloatSign.copy(f, a, ~b));
            case 2 -> new FormatOps.Select(w, HALF, (f, a, b, e) -> FloatSign.copy(f, a, a ^ b));
            default -> null;
        };
    }

    private static @Nullable Op minMax(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new FormatOps.Select(w, HALF, FloatMinMax::min);
            case 1 -> new FormatOps.Select(w, HALF, FloatMinMax::max);
            default -> null;
        };
    }

    private static @Nullable Op compare(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new FormatOps.Compare(w, HALF, FloatCompare::lessOrEqual);
            case 1 -> new FormatOps.Compare(w, HALF, FloatCompare::less);
            case 2 -> new FormatOps.Compare(w, HALF, FloatCompare::equal);
            default -> null;
        };
    }
}
