package dev.slat.conformance;

import dev.slat.assembler.FloatRegister;
import dev.slat.assembler.Register;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The state that a sequence starts from and leaves behind, as it stands in guest memory: a scratch
 * area, then x1 to x30, f0 to f31 and fcsr, a doubleword each. {@link #POINTER} holds the address
 * of the middle of the scratch area while the sequence runs.
 */
final class Block {
    /** Bytes of a block; a multiple of 8. */
    static final int SIZE = 1024;

    /** Bytes of scratch memory on each side of the pointer. */
    static final int REACH = 256;

    /** The register that no random instruction writes. */
    static final Register POINTER = Register.T6;

    private static final int REGISTERS = 2 * REACH;
    private static final int FLOAT_REGISTERS = REGISTERS + 30 * Long.BYTES;
    private static final int FCSR = FLOAT_REGISTERS + 32 * Long.BYTES;

    private final ByteBuffer bytes;

    Block(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("a block of " + bytes.length + " bytes");
        }
        this.bytes = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The distance from the pointer to x{@code number}, 1 to 30. */
    static int offsetOf(int number) {
        return REGISTERS + (number - 1) * Long.BYTES - REACH;
    }

    /** The distance from the pointer to f{@code number}. */
    static int offsetOfFloat(int number) {
        return FLOAT_REGISTERS + number * Long.BYTES - REACH;
    }

    /** The distance from the pointer to fcsr. */
    static int offsetOfFcsr() {
        return FCSR - REACH;
    }

    byte[] bytes() {
        return bytes.array().clone();
    }

    String text() {
        return HexFormat.of().formatHex(bytes.array());
    }

    static Block parse(String text) {
        return new Block(HexFormat.of().parseHex(text));
    }

    /** What differs, one line each: {@code a0: qemu 0000000000000001, slat 0000000000000000}. */
    static List<String> differences(Block qemu, Block slat) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < SIZE; at += Long.BYTES) {
            long expected = qemu.bytes.getLong(at);
            long actual = slat.bytes.getLong(at);
            if (expected != actual) {
                lines.add("%s: qemu %016x, slat %016x".formatted(name(at), expected, actual));
            }
        }
        return lines;
    }

    private static String name(int at) {
        if (at < REGISTERS) {
            return "scratch%+d".formatted(at - REACH);
        }
        if (at < FLOAT_REGISTERS) {
            return Register.of((at - REGISTERS) / Long.BYTES + 1).toString();
        }
        if (at < FCSR) {
            return FloatRegister.of((at - FLOAT_REGISTERS) / Long.BYTES).toString();
        }
        return at == FCSR ? "fcsr" : "unused+" + at;
    }
}
