package dev.slat.machine.sbi;

import dev.slat.machine.harts.BoardHart;

import java.util.List;
import java.util.function.Consumer;

/**
 * The set of harts that a call names by a base and 64 bits from it (RISC-V SBI 2.0, section 3.1).
 */
final class HartMask {
    private static final long ALL = -1;

    private HartMask() {}

    /** Whether base and every hart exist. */
    static boolean isValid(List<BoardHart> harts, long mask, long base) {
        if (base == ALL) {
            return true;
        }
        if (base < 0 || base >= harts.size()) {
            return false;
        }
        int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(mask);
        return base + highest < harts.size();
    }

    /** Does something with every hart that a valid mask names. */
    static void forEach(List<BoardHart> harts, long mask, long base, Consumer<BoardHart> action) {
        for (int i = 0; i < harts.size(); i++) {
            if (selects(mask, base, i)) {
                action.accept(harts.get(i));
            }
        }
    }

    /** Whether a valid mask names a hart. */
    static boolean selects(long mask, long base, int hart) {
        if (base == ALL) {
            return true;
        }
        long bit = hart - base;
        return bit >= 0 && bit < Long.SIZE && (mask >>> bit & 1) != 0;
    }
}
