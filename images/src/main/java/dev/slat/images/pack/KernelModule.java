package dev.slat.images.pack;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A Linux kernel module: an ELF object whose section {@code .modinfo} holds {@code key=value}
 * strings, among them what the module needs. A package has no {@code modules.dep}: that is depmod's
 * work on the machine where it is installed, and here it is ours.
 *
 * @param name the module's name, with underscores, as the kernel knows it
 * @param path where it is, below {@code /lib/modules/<release>}
 * @param needs the modules it uses symbols of
 * @param before the modules that should be loaded first although no symbol says so (softdep pre)
 * @param aliases the devices and names it answers to
 */
record KernelModule(
        String name, String path, List<String> needs, List<String> before, List<String> aliases) {
    private static final int SECTION_TABLE_OFFSET = 0x28;
    private static final int SECTION_ENTRY_SIZE = 0x3a;
    private static final int SECTION_COUNT = 0x3c;
    private static final int SECTION_NAMES_INDEX = 0x3e;
    private static final int SECTION_OFFSET = 0x18;
    private static final int SECTION_SIZE = 0x20;

    /** {@code virtio-rng.ko.xz} is the module {@code virtio_rng}. */
    static String nameOf(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.replaceFirst("\\.ko(\\..*)?$", "").replace('-', '_');
    }

    static KernelModule parse(String name, String path, byte[] elf) throws IOException {
        var needs = new ArrayList<String>();
        var before = new ArrayList<String>();
        var aliases = new ArrayList<String>();
        for (String entry : modinfo(name, elf).split("\0", -1)) {
            if (entry.startsWith("depends=")) {
                addWords(needs, entry.substring("depends=".length()), ",");
            } else if (entry.startsWith("softdep=pre:")) {
                String list = entry.substring("softdep=pre:".length());
                addWords(before, list.split("post:", 2)[0], "\\s+");
            } else if (entry.startsWith("alias=")) {
                aliases.add(entry.substring("alias=".length()));
            }
        }
        return new KernelModule(name, path, List.copyOf(needs), List.copyOf(before), aliases);
    }

    private static void addWords(List<String> words, String text, String separator) {
        for (String word : text.strip().split(separator, -1)) {
            if (!word.isBlank()) {
                words.add(word.strip().replace('-', '_'));
            }
        }
    }

    private static String modinfo(String name, byte[] elf) throws IOException {
        try {
            var file = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
            if (file.getInt(0) != 0x464c457f) {
                throw new IOException("module " + name + " is not an ELF file");
            }
            int table = Math.toIntExact(file.getLong(SECTION_TABLE_OFFSET));
            int entry = file.getShort(SECTION_ENTRY_SIZE) & 0xffff;
            int count = file.getShort(SECTION_COUNT) & 0xffff;
            int names = table + (file.getShort(SECTION_NAMES_INDEX) & 0xffff) * entry;
            int strings = Math.toIntExact(file.getLong(names + SECTION_OFFSET));
            for (int i = 0; i < count; i++) {
                int header = table + i * entry;
                if (sectionName(elf, strings + file.getInt(header)).equals(".modinfo")) {
                    int offset = Math.toIntExact(file.getLong(header + SECTION_OFFSET));
                    int size = Math.toIntExact(file.getLong(header + SECTION_SIZE));
                    return new String(elf, offset, size, StandardCharsets.UTF_8);
                }
            }
            return "";
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException("module " + name + " is damaged", e);
        }
    }

    private static String sectionName(byte[] elf, int start) {
        int end = start;
        while (elf[end] != 0) {
            end++;
        }
        return new String(elf, start, end - start, StandardCharsets.UTF_8);
    }
}
