package dev.slat.assembler;

/** What an operand's number stands for: which numbers are allowed, and how they are written. */
public enum OperandKind {
    /** An integer register. */
    X,
    /** An integer register other than x0. */
    X_NOT_ZERO,
    /** An integer register other than x0 and x2 (sp). */
    X_NOT_ZERO_OR_SP,
    /** One of the eight integer registers x8 to x15 of the compressed formats. */
    X_POPULAR,
    /** A floating-point register. */
    F,
    /** One of the eight floating-point registers f8 to f15 of the compressed formats. */
    F_POPULAR,
    /** A signed immediate. */
    SIGNED,
    /** A signed immediate other than 0. */
    SIGNED_NOT_ZERO,
    /** An unsigned immediate. */
    UNSIGNED,
    /** An unsigned immediate other than 0. */
    UNSIGNED_NOT_ZERO,
    /** A round of the key schedule of AES, 0 to 10. */
    KEY_ROUND,
    /**
     * The upper immediate of {@code c.lui}: signed, not 0, written as an unsigned 20-bit number.
     */
    SIGNED_UPPER,
    /** A signed distance in bytes from this instruction to its target. */
    TARGET,
    /** The number of a control and status register. */
    CSR,
    /** A {@link Rounding} mode. */
    ROUNDING,
    /** An {@link Ordering}, written as a suffix of the mnemonic. */
    ORDERING,
    /** A set of memory accesses that a fence orders, of input, output, reads, writes; not empty. */
    ACCESSES;

    /** Whether negative numbers are allowed. */
    boolean signed() {
        return switch (this) {
            case SIGNED, SIGNED_NOT_ZERO, SIGNED_UPPER, TARGET -> true;
            default -> false;
        };
    }

    /** Whether the number that the first field value stands for is not 0, but 8. */
    boolean popular() {
        return this == X_POPULAR || this == F_POPULAR;
    }

    /** Whether a number that fits the field is allowed. */
    boolean accepts(long value) {
        return switch (this) {
            case X_NOT_ZERO, SIGNED_NOT_ZERO, UNSIGNED_NOT_ZERO, SIGNED_UPPER, ACCESSES ->
                    value != 0;
            case X_NOT_ZERO_OR_SP -> value != 0 && value != Register.SP.number();
            case ROUNDING -> value <= Rounding.RMM.code() || value == Rounding.DYN.code();
            case KEY_ROUND -> value <= 10;
            default -> true;
        };
    }

    /** The number as assembly text. */
    String text(long value) {
        return switch (this) {
            case X, X_NOT_ZERO, X_NOT_ZERO_OR_SP, X_POPULAR -> Register.of((int) value).toString();
            case F, F_POPULAR -> FloatRegister.of((int) value).toString();
            case SIGNED, SIGNED_NOT_ZERO, UNSIGNED, UNSIGNED_NOT_ZERO, KEY_ROUND ->
                    Long.toString(value);
            case SIGNED_UPPER -> "0x" + Long.toHexString(value & 0xfffff);
            case TARGET -> value < 0 ? ".-" + -value : ".+" + value;
            case CSR -> Csr.text(value);
            case ROUNDING -> Rounding.of(value).toString();
            case ORDERING -> Ordering.of(value).toString();
            case ACCESSES -> accesses((int) value);
        };
    }

    private static String accesses(int set) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            if ((set & (8 >> i)) != 0) {
                text.append("iorw".charAt(i));
            }
        }
        return text.toString();
    }
}
