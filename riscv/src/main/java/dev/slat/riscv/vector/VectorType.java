package dev.slat.riscv.vector;

/**
 * A value of {@code vtype} (section 3.4). Immutable; there is one object for each value, so setting
 * it allocates nothing.
 *
 * @param bits the CSR: vlmul, vsew, vta, vma, or only vill
 * @param sew SEW as the binary logarithm of bytes, 0 to 3
 * @param lmul the binary logarithm of LMUL, -3 to 3
 */
record VectorType(long bits, int sew, int lmul) {
    /** The binary logarithm of ELEN in bytes. */
    static final int MAX_EEW = 3;

    /** The binary logarithm of the greatest group of registers. */
    static final int MAX_EMUL = 3;

    private static final int SETTINGS = 256;

    /** vill: what is not supported. {@code vl} is zero under it. */
    static final VectorType ILLEGAL = new VectorType(Long.MIN_VALUE, 0, 0);

    private static final VectorType[] TYPES = new VectorType[SETTINGS];

    static {
        for (int bits = 0; bits < SETTINGS; bits++) {
            int lmul = (bits & 7) << 29 >> 29;
            int sew = bits >> 3 & 7;
            // A fraction of a register must hold an element of SEW for every ELEN that it has.
            boolean supported =
                    lmul >= -MAX_EMUL && sew <= MAX_EEW && sew <= MAX_EEW + Math.min(lmul, 0);
            TYPES[bits] = supported ? new VectorType(bits, sew, lmul) : ILLEGAL;
        }
    }

    /** The type that a program asks for. */
    static VectorType of(long bits) {
        return (bits & -SETTINGS) == 0 ? TYPES[(int) bits] : ILLEGAL;
    }

    boolean isIllegal() {
        return bits < 0;
    }

    /** VLMAX for registers of {@code length} bytes; 0 under vill. */
    int elements(int length) {
        if (isIllegal()) {
            return 0;
        }
        return lmul >= 0 ? length << lmul >> sew : length >> -lmul >> sew;
    }
}
