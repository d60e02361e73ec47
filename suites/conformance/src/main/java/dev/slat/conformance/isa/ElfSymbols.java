package dev.slat.conformance.isa;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The symbols of an ELF64 file, by name (System V ABI, chapter 4, "Symbol Table"). A file without a
 * symbol table has none; one whose headers point outside it is refused. Whether it is a program for
 * this machine is the loader's to say.
 */
final class ElfSymbols {
    private static final int MAGIC = 0x464c_457f;
    private static final int HEADER = 64;
    private static final int CLASS = 4;
    private static final byte CLASS_64 = 2;
    private static final int SECTIONS = 40;
    private static final int SECTION_SIZE = 58;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_LENGTH = 64;
    private static final int TYPE = 4;
    private static final int OFFSET = 24;
    private static final int SIZE = 32;
    private static final int LINK = 40;
    private static final int SYMBOL_TABLE = 2;
    private static final int SYMBOL_LENGTH = 24;
    private static final int SYMBOL_VALUE = 8;

    private final Path path;
    private final ByteBuffer file;
    private final Map<String, Long> values = new HashMap<>();

    private ElfSymbols(Path path, ByteBuffer file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Reads a file's symbols.
     *
     * @throws IsaException if it cannot be read, or is not ELF, or is damaged
     */
    static ElfSymbols read(Path path) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            var symbols =
                    new ElfSymbols(path, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            symbols.parse();
            return symbols;
        } catch (NoSuchFileException e) {
            throw new IsaException("program " + path + " does not exist");
        } catch (IOException e) {
            throw new IsaException("program " + path + " cannot be read: " + e.getMessage());
        }
    }

    /** The value of a symbol, if the file has it. */
    OptionalLong value(String name) {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private void parse() {
        if (file.limit() < HEADER || file.getInt(0) != MAGIC || file.get(CLASS) != CLASS_64) {
            throw new IsaException("program " + path + " is not a 64-bit ELF file");
        }
        long table = file.getLong(SECTIONS);
        int size = Short.toUnsignedInt(file.getShort(SECTION_SIZE));
        int count = Short.toUnsignedInt(file.getShort(SECTION_COUNT));
        if (count == 0 || table == 0) {
            return;
        }
        if (size < SECTION_LENGTH) {
            throw damaged("its section headers have " + size + " bytes");
        }
        int first = place(table, (long) size * count);
        for (int i = 0; i < count; i++) {
            int header = first + i * size;
            if (file.getInt(header + TYPE) == SYMBOL_TABLE) {
                int names = file.getInt(header + LINK);
                if (names < 0 || names >= count) {
                    throw damaged("its symbols have their names in section " + names);
                }
                addSymbols(header, first + names * size);
            }
        }
    }

    private void addSymbols(int table, int names) {
        long bytes = file.getLong(table + SIZE);
        int at = place(file.getLong(table + OFFSET), bytes);
        int namesSize = (int) file.getLong(names + SIZE);
        int namesAt = place(file.getLong(names + OFFSET), file.getLong(names + SIZE));
        for (int end = at + (int) bytes; at + SYMBOL_LENGTH <= end; at += SYMBOL_LENGTH) {
            int name = file.getInt(at);
            if (name < 0 || name >= namesSize) {
                throw damaged("a symbol's name lies at " + name);
            }
            values.put(text(namesAt + name, namesAt + namesSize), file.getLong(at + SYMBOL_VALUE));
        }
    }

    private String text(int start, int limit) {
        int end = start;
        while (end < limit && file.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - start];
        file.get(start, name);
        return new String(name, ISO_8859_1);
    }

    /** The offset of a part of the file that must be there. */
    private int place(long offset, long length) {
        if (offset < 0 || length < 0 || length > file.limit() || offset > file.limit() - length) {
            throw damaged(
                    "it has %d bytes, its headers ask for %d at %d"
                            .formatted(file.limit(), length, offset));
        }
        return (int) offset;
    }

    private IsaException damaged(String what) {
        return new IsaException("program " + path + " is damaged: " + what);
    }
}
