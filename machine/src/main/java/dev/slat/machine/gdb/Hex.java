package dev.slat.machine.gdb;

import java.util.HexFormat;

/** Numbers and bytes as the protocol writes them. */
final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    static String bytes(byte[] bytes) {
        return FORMAT.formatHex(bytes);
    }

    static byte[] bytes(String digits) {
        try {
            return FORMAT.parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new BadPacket();
        }
    }

    /** A register of {@code size} bytes in the target's order: little-endian. */
    static String register(long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return bytes(bytes);
    }

    static long register(String digits) {
        byte[] bytes = bytes(digits);
        if (bytes.length > Long.BYTES) {
            throw new BadPacket();
        }
        long value = 0;
        for (int i = 0; i < bytes.length; i++) {
            value |= (bytes[i] & 0xffL) << (8 * i);
        }
        return value;
    }

    /** A number in the usual order. */
    static long number(String digits) {
        try {
            return Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            throw new BadPacket();
        }
    }

    static int smallNumber(String digits) {
        long value = number(digits);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new BadPacket();
        }
        return (int) value;
    }
}
