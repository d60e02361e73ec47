package dev.slat.conformance.isa.set;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slat.assembler.Program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a program as an ELF64 executable with its labels as symbols (System V ABI, chapter 4): a
 * header, one segment, and three sections: the program, the symbols, and their names.
 */
final class BareElf {
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int SECTION = 64;
    private static final int SYMBOL = 24;
    private static final int CODE = 4096;
    private static final short EXECUTABLE = 2;
    private static final short RISC_V = 243;
    private static final int LOAD = 1;
    private static final int READ_WRITE_EXECUTE = 7;
    private static final int PROGRAM_BITS = 1;
    private static final int SYMBOLS = 2;
    private static final int STRINGS = 3;
    private static final byte GLOBAL = 1 << 4;

    private BareElf() {}

    /** The file's bytes; the program is entered at its start. */
    static byte[] of(Program program) {
        Map<String, Long> labels = new TreeMap<>(program.labels());
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        ByteBuffer symbols = little(SYMBOL * (labels.size() + 1)).position(SYMBOL);
        labels.forEach(
                (name, address) -> {
                    symbols.putInt(names.size()).put(GLOBAL).put((byte) 0).putShort((short) 1);
                    symbols.putLong(address).putLong(Long.BYTES);
                    names.writeBytes(name.getBytes(US_ASCII));
                    names.write(0);
                });
        int symbolsAt = (CODE + program.size() + 7) & -8;
        int namesAt = symbolsAt + symbols.limit();
        int sectionsAt = (namesAt + names.size() + 7) & -8;
        byte[] bytes = new byte[sectionsAt + 4 * SECTION];
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        file.putShort(EXECUTABLE).putShort(RISC_V).putInt(1).putLong(program.base());
        file.putLong(HEADER).putLong(sectionsAt).putInt(0).putShort((short) HEADER);
        file.putShort((short) SEGMENT).putShort((short) 1);
        file.putShort((short) SECTION).putShort((short) 4).putShort((short) 3);
        file.putInt(LOAD).putInt(READ_WRITE_EXECUTE).putLong(CODE);
        file.putLong(program.base()).putLong(program.base());
        file.putLong(program.size()).putLong(program.size()).putLong(CODE);
        file.put(CODE, program.bytes());
        file.put(symbolsAt, symbols, 0, symbols.limit()).put(namesAt, names.toByteArray());
        file.position(sectionsAt + SECTION);
        section(file, PROGRAM_BITS, program.base(), CODE, program.size(), 0);
        section(file, SYMBOLS, 0, symbolsAt, symbols.limit(), 3);
        section(file, STRINGS, 0, namesAt, names.size(), 0);
        return bytes;
    }

    private static void section(
            ByteBuffer file, int type, long address, long offset, long size, int link) {
        file.putInt(0).putInt(type).putLong(0).putLong(address).putLong(offset).putLong(size);
        file.putInt(link).putInt(1).putLong(8).putLong(type == SYMBOLS ? SYMBOL : 0);
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
