package dev.slat.conformance;

import dev.slat.assembler.Program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a program as a static Linux executable for RV64GC: one header, one segment that may be
 * read, written and executed (System V ABI, chapters "Object Files" and "Program Loading").
 */
final class ElfImage {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;

    /** The segment's place in the file, equal to its address modulo the page size. */
    private static final int CODE = 4096;

    private static final short EXECUTABLE = 2;
    private static final short RISC_V = 243;

    /** EF_RISCV_RVC and EF_RISCV_FLOAT_ABI_DOUBLE. */
    private static final int FLAGS = 1 | 4;

    private static final int LOAD = 1;
    private static final int READ_WRITE_EXECUTE = 7;

    private ElfImage() {}

    /** The file's bytes; the program must start at a page border. */
    static byte[] of(Program program, long entry) {
        ByteBuffer file = ByteBuffer.allocate(CODE + program.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        file.putShort(EXECUTABLE).putShort(RISC_V).putInt(1);
        file.putLong(entry).putLong(HEADER).putLong(0).putInt(FLAGS);
        file.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 1);
        file.position(HEADER);
        file.putInt(LOAD).putInt(READ_WRITE_EXECUTE).putLong(CODE);
        file.putLong(program.base()).putLong(program.base());
        file.putLong(program.size()).putLong(program.size()).putLong(CODE);
        file.put(CODE, program.bytes());
        return file.array();
    }
}
