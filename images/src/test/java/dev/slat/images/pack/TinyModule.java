package dev.slat.images.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** An ELF object that is nothing but a {@code .modinfo} section and the names of its sections. */
final class TinyModule {
    private static final String NAMES = "\0.modinfo\0.shstrtab\0";

    private TinyModule() {}

    static byte[] with(String... entries) {
        byte[] info = (String.join("\0", entries) + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] names = NAMES.getBytes(StandardCharsets.UTF_8);
        int namesAt = 64 + info.length;
        int table = namesAt + names.length;
        var elf = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).putLong(0x28, table);
        elf.putShort(0x3a, (short) 64).putShort(0x3c, (short) 3).putShort(0x3e, (short) 2);
        elf.put(64, info).put(namesAt, names);
        elf.putInt(table + 64, 1).putLong(table + 64 + 0x18, 64);
        elf.putLong(table + 64 + 0x20, info.length);
        elf.putInt(table + 128, 10).putLong(table + 128 + 0x18, namesAt);
        elf.putLong(table + 128 + 0x20, names.length);
        return elf.array();
    }
}
