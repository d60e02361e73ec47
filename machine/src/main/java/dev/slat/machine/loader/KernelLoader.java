package dev.slat.machine.loader;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Tells a kernel's format by its magic numbers and reads it: RISC-V Image, the same under gzip, or
 * ELF.
 */
public final class KernelLoader {
    private static final int GZIP_MAGIC = 0x8b1f;

    private KernelLoader() {}

    /**
     * Reads a kernel.
     *
     * @param name what messages call it
     * @param ram the guest's RAM
     * @throws BootException when it is of no known format, for another architecture, damaged, or
     *     larger than RAM
     */
    public static KernelImage parse(String name, byte[] bytes, GuestRange ram) {
        byte[] plain = isGzip(bytes) ? unpack(name, bytes, ram) : bytes;
        ByteBuffer file = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        if (LinuxImage.matches(file)) {
            return checkFit(name, LinuxImage.parse(name, plain, ram.start()), ram);
        }
        if (ElfKernel.matches(file)) {
            return ElfKernel.parse(name, plain, ram);
        }
        throw refuse(name, file);
    }

    /** A raw binary, placed and entered at the start of RAM. */
    public static KernelImage raw(String name, byte[] bytes, GuestRange ram) {
        GuestRange range = new GuestRange(ram.start(), ram.start() + bytes.length);
        var segment = new KernelImage.Segment(ram.start(), bytes, 0, bytes.length);
        return checkFit(name, new KernelImage(ram.start(), range, List.of(segment)), ram);
    }

    private static KernelImage checkFit(String name, KernelImage image, GuestRange ram) {
        if (!ram.contains(image.range())) {
            throw new BootException(
                    Reason.DOES_NOT_FIT,
                    "kernel %s needs memory %s, the guest's RAM is %s: give it more memory"
                            .formatted(name, image.range(), ram));
        }
        return image;
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && ((bytes[0] & 0xff) | (bytes[1] & 0xff) << 8) == GZIP_MAGIC;
    }

    /** Unpacks no more than RAM can hold: a small file may claim to be huge. */
    private static byte[] unpack(String name, byte[] bytes, GuestRange ram) {
        int limit = (int) Math.min(ram.length(), Integer.MAX_VALUE - 16);
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
            byte[] plain = stream.readNBytes(limit);
            if (plain.length == limit && stream.read() >= 0) {
                throw new BootException(
                        Reason.DOES_NOT_FIT,
                        "kernel %s unpacks to more than the guest's %d bytes of memory"
                                .formatted(name, ram.length()));
            }
            return plain;
        } catch (EOFException e) {
            throw new BootException(
                    Reason.TRUNCATED,
                    "kernel %s is truncated: its gzip data ends after %d bytes"
                            .formatted(name, bytes.length),
                    e);
        } catch (IOException e) {
            throw new BootException(
                    Reason.DAMAGED, "kernel " + name + " is damaged: " + e.getMessage(), e);
        }
    }

    private static BootException refuse(String name, ByteBuffer file) {
        if (wordAt(file, ImageLayout.MAGIC2) == ImageLayout.ARM64) {
            return foreign(name, "an arm64 Image");
        }
        if (wordAt(file, ImageLayout.BZIMAGE_MAGIC) == ImageLayout.HDRS) {
            return foreign(name, "an x86 bzImage");
        }
        if (file.limit() < ImageLayout.HEADER_LENGTH) {
            return new BootException(
                    Reason.TRUNCATED,
                    "kernel %s is truncated: it has only %d bytes".formatted(name, file.limit()));
        }
        if (wordAt(file, ImageLayout.ZBOOT_MAGIC) == ImageLayout.ZIMG) {
            return new BootException(
                    Reason.UNKNOWN_FORMAT,
                    "kernel " + name + " is a compressed EFI image: unpack it to an Image first");
        }
        return new BootException(
                Reason.UNKNOWN_FORMAT,
                "kernel %s is neither a RISC-V Image, plain or gzip, nor ELF: it begins %016x"
                        .formatted(name, Long.reverseBytes(file.getLong(0))));
    }

    private static BootException foreign(String name, String what) {
        return new BootException(
                Reason.FOREIGN_ARCHITECTURE,
                "kernel " + name + " is " + what + ", not a kernel for RISC-V");
    }

    private static int wordAt(ByteBuffer file, int offset) {
        return file.limit() >= offset + Integer.BYTES ? file.getInt(offset) : 0;
    }
}
