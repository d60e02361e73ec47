package dev.slat.conformance;

import dev.slat.assembler.FloatRegister;
import dev.slat.assembler.Register;
import dev.slat.riscv.Isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The state that a sequence of vector instructions starts from and leaves behind, as it stands in
 * guest memory. Offsets are from {@link Block#POINTER}: a table of small indexes, for each width of
 * an element, that is only read; a scratch area; x1 to x30, f0 to f31; fcsr and the vector CSRs; at
 * last the vector registers.
 *
 * @param length VLEN in bits
 */
record VectorLayout(int length) {
    /** Bytes of scratch memory on each side of the pointer. */
    static final int REACH = 1024;

    /** Bytes of the table of indexes. */
    static final int TABLE = 1024;

    /** The CSRs that are compared, in the order in which they stand in memory. */
    static final List<String> CSRS = List.of("fcsr", "vl", "vtype", "vcsr", "vstart");

    /** From the start of a block to its pointer. */
    static final int POINTER = TABLE + REACH;

    private static final int GENERAL = REACH;
    private static final int FLOATING = GENERAL + 30 * Long.BYTES;
    private static final int CONTROL = FLOATING + 32 * Long.BYTES;
    private static final int VECTORS = CONTROL + Long.BYTES * 5;

    /** What a hart with registers of this length has. */
    Isa isa() {
        return Isa.parse(length == 256 ? "rv64gcv_zvl256b" : "rv64gcv");
    }

    /** Bytes of a vector register. */
    int registerBytes() {
        return length / Byte.SIZE;
    }

    int size() {
        return POINTER + VECTORS + 32 * registerBytes();
    }

    /** Bytes from one width's indexes to the next one's, the widths being 8, 16, 32, 64 bits. */
    int indexBytes() {
        return 8 * registerBytes();
    }

    static int general(int number) {
        return GENERAL + (number - 1) * Long.BYTES;
    }

    static int floating(int number) {
        return FLOATING + number * Long.BYTES;
    }

    static int control(int index) {
        return CONTROL + index * Long.BYTES;
    }

    /** The offset of vector register {@code number}. */
    int vector(int number) {
        return VECTORS + number * registerBytes();
    }

    /** What differs, one line each. */
    List<String> differences(byte[] qemu, byte[] slat) {
        ByteBuffer expected = ByteBuffer.wrap(qemu).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer actual = ByteBuffer.wrap(slat).order(ByteOrder.LITTLE_ENDIAN);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < size(); at += Long.BYTES) {
            long one = expected.getLong(at);
            long other = actual.getLong(at);
            if (one != other) {
                lines.add("%s: qemu %016x, slat %016x".formatted(name(at - POINTER), one, other));
            }
        }
        return lines;
    }

    private String name(int at) {
        if (at < GENERAL) {
            return "scratch%+d".formatted(at);
        }
        if (at < FLOATING) {
            return Register.of((at - GENERAL) / Long.BYTES + 1).toString();
        }
        if (at < CONTROL) {
            return FloatRegister.of((at - FLOATING) / Long.BYTES).toString();
        }
        if (at < VECTORS) {
            return CSRS.get((at - CONTROL) / Long.BYTES);
        }
        int offset = at - VECTORS;
        return "v%d+%d".formatted(offset / registerBytes(), offset % registerBytes());
    }
}
