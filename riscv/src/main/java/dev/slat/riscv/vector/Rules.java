package dev.slat.riscv.vector;

/**
 * Which groups of registers an instruction may name (sections 3.4.2 and 5.2). Widths and group
 * sizes are binary logarithms, of bytes and of registers.
 */
final class Rules {
    /** The width of an element of a mask: one bit. */
    static final int MASK_EEW = -3;

    private Rules() {}

    /** Whether an operand of this width and group size exists, at a register it may begin at. */
    static boolean isGroup(int register, int eew, int emul) {
        return eew >= 0
                && eew <= VectorType.MAX_EEW
                && emul >= -VectorType.MAX_EMUL
                && emul <= VectorType.MAX_EMUL
                && isAligned(register, emul);
    }

    static boolean isAligned(int register, int emul) {
        return emul <= 0 || (register & ((1 << emul) - 1)) == 0;
    }

    /** Whether two groups have no register in common. */
    static boolean areApart(int one, int oneEmul, int other, int otherEmul) {
        return one + count(oneEmul) <= other || other + count(otherEmul) <= one;
    }

    /** Whether a destination may lie where it does beside a source; both are aligned groups. */
    static boolean mayOverlap(int vd, int eewD, int emulD, int vs, int eewS, int emulS) {
        if (eewD == eewS || areApart(vd, emulD, vs, emulS)) {
            return true;
        }
        return eewD < eewS ? vd == vs : emulS >= 0 && vs + count(emulS) == vd + count(emulD);
    }

    /** Registers in a group. */
    static int count(int emul) {
        return emul <= 0 ? 1 : 1 << emul;
    }
}
