package dev.slat.conformance.isa;

import dev.slat.memory.GuestMemory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes from {@code begin_signature} to {@code end_signature}, which a program leaves for
 * comparison with another machine's.
 */
final class Signature {
    /** Far more than any test has, and little beside the host's heap. */
    private static final long MOST = 64 << 20;

    private Signature() {}

    /**
     * The lines: each a little-endian word of {@code granularity} bytes as hexadecimal digits, the
     * last one filled up with zeros.
     */
    static List<String> lines(GuestMemory memory, long begin, long end, int granularity) {
        byte[] bytes = new byte[(int) (end - begin)];
        memory.read(begin, MemorySegment.ofArray(bytes));
        List<String> lines = new ArrayList<>();
        byte[] word = new byte[granularity];
        for (int at = 0; at < bytes.length; at += granularity) {
            for (int i = 0; i < granularity; i++) {
                word[granularity - 1 - i] = at + i < bytes.length ? bytes[at + i] : 0;
            }
            lines.add(HexFormat.of().formatHex(word));
        }
        return lines;
    }

    /**
     * Writes the signature of a program that has ended.
     *
     * @throws IsaException if it has none, or the file cannot be written
     */
    static void write(
            Path program, ElfSymbols symbols, GuestMemory memory, Path file, int granularity) {
        long begin = symbol(program, symbols, "begin_signature");
        long end = symbol(program, symbols, "end_signature");
        if (end < begin || end - begin > MOST || !memory.isBacked(begin, end - begin, false)) {
            throw new IsaException(
                    "program %s has its signature at 0x%x to 0x%x, which is not in its memory"
                            .formatted(program, begin, end));
        }
        try {
            Files.write(file, lines(memory, begin, end, granularity));
        } catch (IOException e) {
            throw new IsaException("signature " + file + " cannot be written: " + e.getMessage());
        }
    }

    private static long symbol(Path program, ElfSymbols symbols, String name) {
        return symbols.value(name)
                .orElseThrow(
                        () -> new IsaException("program %s has no %s".formatted(program, name)));
    }
}
