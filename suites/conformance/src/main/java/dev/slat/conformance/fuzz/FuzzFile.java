package dev.slat.conformance.fuzz;

import dev.slat.machine.BootException;
import dev.slat.machine.VirtualMachine;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Boot files that are almost right: each either makes a machine or a {@link BootException}. */
final class FuzzFile {
    private static final long MEMORY = 16L << 20;
    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int IMAGE_HEADER = 64;

    private FuzzFile() {}

    /** Offers a mutated file as kernel, or as initrd beside a good one; what was wrong, or null. */
    static @Nullable String problem(long seed) {
        Random random = new Random(seed);
        byte[] file =
                switch (random.nextInt(3)) {
                    case 0 -> elf(random);
                    case 1 -> image(random);
                    default -> gzip(image(random));
                };
        mutate(file, random);
        try {
            Path path = Files.createTempFile("slat-fuzz", ".bin");
            try {
                Files.write(path, random.nextInt(8) == 0 ? cut(file, random) : file);
                VirtualMachine.builder().memory(MEMORY).kernel(path).build().close();
                return null;
            } finally {
                Files.delete(path);
            }
        } catch (BootException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            return FuzzGuest.text(e);
        }
    }

    private static byte[] cut(byte[] file, Random random) {
        return Arrays.copyOf(file, random.nextInt(file.length));
    }

    private static void mutate(byte[] file, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.min(file.length, ELF_HEADER + 2 * PROGRAM_HEADER);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(header);
            switch (random.nextInt(4)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    if (at + Long.BYTES <= file.length) {
                        buffer.putLong(at & -Long.BYTES, awkward(random));
                    }
                }
            }
        }
    }

    private static long awkward(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Long.MIN_VALUE;
            case 3 -> Long.MAX_VALUE - random.nextInt(4096);
            case 4 -> 0x8000_0000L + random.nextLong(2 * MEMORY);
            default -> random.nextLong();
        };
    }

    private static byte[] elf(Random random) {
        ByteBuffer file =
                ByteBuffer.allocate(ELF_HEADER + 2 * PROGRAM_HEADER + 4096)
                        .order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1);
        file.putShort(16, (short) 2).putShort(18, (short) 243).putInt(20, 1);
        file.putLong(24, 0x8000_0000L).putLong(32, ELF_HEADER);
        file.putShort(52, (short) ELF_HEADER).putShort(54, (short) PROGRAM_HEADER);
        file.putShort(56, (short) 2);
        for (int i = 0; i < 2; i++) {
            int at = ELF_HEADER + i * PROGRAM_HEADER;
            long address = 0x8000_0000L + 0x1000L * i;
            file.putInt(at, 1).putInt(at + 4, 5);
            file.putLong(at + 8, ELF_HEADER + 2 * PROGRAM_HEADER);
            file.putLong(at + 16, address).putLong(at + 24, address);
            file.putLong(at + 32, random.nextInt(4096)).putLong(at + 40, 4096);
        }
        return file.array();
    }

    private static byte[] image(Random random) {
        ByteBuffer file = ByteBuffer.allocate(IMAGE_HEADER + 4096).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(8, 0x20_0000).putLong(16, 4096 + random.nextInt(1 << 20));
        file.putInt(32, 2).putLong(48, 0x5643534952L).putInt(56, 0x0543_5352);
        return file.array();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(file)) {
            packed.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
