package dev.slat.riscv;

import dev.slat.riscv.fp.FloatCompare;
import dev.slat.riscv.fp.FloatConstants;
import dev.slat.riscv.fp.FloatMinMax;
import dev.slat.riscv.fp.FloatRound;
import dev.slat.riscv.fp.Format;

import org.jspecify.annotations.Nullable;

/** Decodes the additional floating-point instructions (Zfa) of all formats. */
final class ExtraFloatDecoder {
    private static final int MODULAR = 8;
    private static final int TOWARDS_ZERO = 1;

    private final Isa isa;

    ExtraFloatDecoder(Isa isa) {
        this.isa = isa;
    }

    /** The op for OP-FP, or null if it is illegal. */
    @Nullable Op decode(int w) {
        Format format = format(w);
        if (format == null || !isa.has(Extension.ZFA)) {
            return null;
        }
        int funct3 = Encoding.funct3(w);
        int rs2 = Encoding.rs2(w);
        return switch (w >>> 27) {
            case 0x05 -> minMax(w, format);
            case 0x08 -> FloatDecoder.mayRound(w) ? round(w, format) : null;
            case 0x14 -> compare(w, format);
            case 0x18 ->
                    format == Format.BINARY64 && rs2 == MODULAR && funct3 == TOWARDS_ZERO
                            ? new FormatOps.ToModularInteger(w)
                            : null;
            case 0x1e -> rs2 == 1 && funct3 == 0 ? constant(w, format) : null;
            default -> null;
        };
    }

    private @Nullable Format format(int w) {
        return switch (w >>> 25 & 3) {
            case 0 -> Format.BINARY32;
            case 1 -> isa.has(Extension.D) ? Format.BINARY64 : null;
            case 2 -> isa.has(Extension.ZFH) ? Format.BINARY16 : null;
            default -> null;
        };
    }

    private static @Nullable Op minMax(int w, Format format) {
        return switch (Encoding.funct3(w)) {
            case 2 -> new FormatOps.Select(w, format, FloatMinMax::minimum);
            case 3 -> new FormatOps.Select(w, format, FloatMinMax::maximum);
            default -> null;
        };
    }

    private static @Nullable Op round(int w, Format format) {
        return switch (Encoding.rs2(w)) {
            case 4 -> new FormatOps.Unary(w, format, FloatRound::round);
            case 5 -> new FormatOps.Unary(w, format, FloatRound::roundInexact);
            default -> null;
        };
    }

    private static @Nullable Op compare(int w, Format format) {
        return switch (Encoding.funct3(w)) {
            case 4 -> new FormatOps.Compare(w, format, FloatCompare::lessOrEqualQuiet);
            case 5 -> new FormatOps.Compare(w, format, FloatCompare::lessQuiet);
            default -> null;
        };
    }

    private static Op constant(int w, Format format) {
        long bits = FloatConstants.bits(format, Encoding.rs1(w));
        return new FormatOps.Constant(w, format.box(bits));
    }
}
