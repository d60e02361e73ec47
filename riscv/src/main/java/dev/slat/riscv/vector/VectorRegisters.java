package dev.slat.riscv.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The 32 vector registers, one behind the other, so that a group of registers is one run of
 * elements (section 4). Element widths are given as <em>eew</em>, the binary logarithm of the bytes
 * in an element, 0 to 3; element 0 is the first of register {@code register}. The hart's own
 * thread.
 */
final class VectorRegisters {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bytes in a register: {@code vlenb}. */
    final int length;

    private final byte[] bytes;

    VectorRegisters(int length) {
        this.length = length;
        this.bytes = new byte[32 * length];
    }

    /** An element, sign-extended. */
    long get(int eew, int register, int index) {
        int at = register * length + (index << eew);
        return switch (eew) {
            case 0 -> bytes[at];
            case 1 -> (short) SHORTS.get(bytes, at);
            case 2 -> (int) INTS.get(bytes, at);
            default -> (long) LONGS.get(bytes, at);
        };
    }

    /** Sets an element to the low bits of {@code value}. */
    void set(int eew, int register, int index, long value) {
        int at = register * length + (index << eew);
        switch (eew) {
            case 0 -> bytes[at] = (byte) value;
            case 1 -> SHORTS.set(bytes, at, (short) value);
            case 2 -> INTS.set(bytes, at, (int) value);
            default -> LONGS.set(bytes, at, value);
        }
    }

    /** Eight bytes from byte {@code offset} of a group, at any offset. */
    long getLong(int register, int offset) {
        return (long) LONGS.get(bytes, register * length + offset);
    }

    void setLong(int register, int offset, long value) {
        LONGS.set(bytes, register * length + offset, value);
    }

    /** Bit {@code index} of a mask register (section 4.5). */
    boolean bit(int register, int index) {
        return (bytes[register * length + (index >> 3)] >> (index & 7) & 1) != 0;
    }

    void setBit(int register, int index, boolean value) {
        int at = register * length + (index >> 3);
        int bit = 1 << (index & 7);
        bytes[at] = (byte) (value ? bytes[at] | bit : bytes[at] & ~bit);
    }

    /** Copies {@code count} bytes from byte {@code start} of a group to the same of another. */
    void copy(int to, int from, int start, int count) {
        System.arraycopy(bytes, from * length + start, bytes, to * length + start, count);
    }

    void clear() {
        Arrays.fill(bytes, (byte) 0);
    }
}
