package dev.slat.riscv.vector;

import org.jspecify.annotations.Nullable;

/** Decodes vector loads and stores (section 7), which share opcodes with those of floats. */
final class MemoryDecoder {
    private static final int UNIT_WHOLE = 0x08;
    private static final int UNIT_MASK = 0x0b;

    private MemoryDecoder() {}

    /** Whether a word under LOAD-FP or STORE-FP has one of the widths of vectors. */
    static boolean isVector(int w) {
        return eew(w) >= 0;
    }

    private static int eew(int w) {
        return switch (Fields.funct3(w)) {
            case 0 -> 0;
            case 5 -> 1;
            case 6 -> 2;
            case 7 -> 3;
            default -> -1;
        };
    }

    static @Nullable VectorInstruction decode(int w, boolean load) {
        boolean widerThan64 = (w >>> 28 & 1) != 0;
        if (widerThan64) {
            return null;
        }
        boolean unit = (w >>> 26 & 3) == 0;
        if (unit && Fields.vs2(w) == UNIT_WHOLE) {
            return whole(w, load);
        }
        if (unit && Fields.vs2(w) == UNIT_MASK) {
            boolean plain = w >>> 29 == 0 && !Fields.masked(w) && eew(w) == 0;
            return plain ? new WholeAccess(w, load, 0, 0) : null;
        }
        return ElementAccess.decode(w, load, eew(w));
    }

    /** Stores are encoded as bytes only; the width of a load is but a hint. */
    private static @Nullable VectorInstruction whole(int w, boolean load) {
        int count = (w >>> 29) + 1;
        boolean exists = Integer.bitCount(count) == 1 && !Fields.masked(w);
        return exists && (load || eew(w) == 0) ? new WholeAccess(w, load, eew(w), count) : null;
    }
}
