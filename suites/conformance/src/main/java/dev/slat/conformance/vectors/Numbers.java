package dev.slat.conformance.vectors;

/** Numbers as the format writes them: decimal, or hex with 0x; unsigned, 64 bits wide. */
final class Numbers {
    private Numbers() {}

    /**
     * Reads a number.
     *
     * @throws IllegalArgumentException for anything else
     */
    static long parse(String text) {
        boolean hex = text.startsWith("0x");
        String digits = hex ? text.substring(2) : text;
        if (!digits.isEmpty() && digits.charAt(0) != '+') {
            try {
                return Long.parseUnsignedLong(digits, hex ? 16 : 10);
            } catch (NumberFormatException e) {
                // told below, with the text as it was
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no number of 64 bits");
    }

    /**
     * Reads a number of at most 32 bits.
     *
     * @throws IllegalArgumentException for anything else
     */
    static int parse32(String text) {
        long number = parse(text);
        if (number >>> 32 != 0) {
            throw new IllegalArgumentException("'" + text + "' is no number of 32 bits");
        }
        return (int) number;
    }
}
