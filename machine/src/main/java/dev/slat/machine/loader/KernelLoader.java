package dev.slat.machine.loader;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Tells a kernel's format by its magic numbers and reads it: RISC-V Image, the same under gzip, or
 * ELF.
 */
public final class KernelLoader {
    private static final int GZIP_MAGIC = 0x8b1f;
    private static final int BUFFER = 1 << 16;

    /** From the start of RAM: OpenSBI's fw_jump jumps there, and Linux' Image asks for it. */
    private static final long PAYLOAD = 2 << 20;

    private static final ValueLayout.OfShort LITTLE_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private KernelLoader() {}

    /**
     * Reads a kernel.
     *
     * @param name what messages call it
     * @param ram the guest's RAM
     * @throws BootException when it is of no known format, for another architecture, damaged, or
     *     larger than RAM
     */
    public static KernelImage parse(String name, MemorySegment bytes, GuestRange ram) {
        MemorySegment plain = isGzip(bytes) ? unpack(name, bytes, ram) : bytes;
        KernelImage image = known(name, plain, ram);
        if (image == null) {
            throw refuse(name, plain.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
        }
        return image;
    }

    /**
     * Reads what firmware starts: as {@link #parse}, but of an unknown format it is raw, and lies
     * where firmware for boards with RAM at the same address expects it.
     */
    public static KernelImage payload(String name, MemorySegment bytes, GuestRange ram) {
        MemorySegment plain = isGzip(bytes) ? unpack(name, bytes, ram) : bytes;
        KernelImage image = known(name, plain, ram);
        if (image != null) {
            return image;
        }
        BootException refusal = refuse(name, plain.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
        if (refusal.reason() == Reason.FOREIGN_ARCHITECTURE) {
            throw refusal;
        }
        return rawAt(ram.start() + PAYLOAD, name, plain, ram);
    }

    /** Firmware: an ELF executable at its own address, or else raw at the start of RAM. */
    public static KernelImage firmware(String name, MemorySegment bytes, GuestRange ram) {
        return ElfKernel.matches(bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN))
                ? ElfKernel.parse(name, bytes, ram)
                : raw(name, bytes, ram);
    }

    /** A raw binary, placed and entered at the start of RAM. */
    public static KernelImage raw(String name, MemorySegment bytes, GuestRange ram) {
        return rawAt(ram.start(), name, bytes, ram);
    }

    private static KernelImage rawAt(long gpa, String name, MemorySegment bytes, GuestRange ram) {
        GuestRange range = new GuestRange(gpa, gpa + bytes.byteSize());
        var segment = new KernelImage.Segment(gpa, bytes, 0, bytes.byteSize());
        return checkFit(name, new KernelImage(gpa, range, List.of(segment)), ram);
    }

    private static @Nullable KernelImage known(String name, MemorySegment bytes, GuestRange ram) {
        ByteBuffer file = bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (LinuxImage.matches(file)) {
            return checkFit(name, LinuxImage.parse(name, bytes, ram.start()), ram);
        }
        return ElfKernel.matches(file) ? ElfKernel.parse(name, bytes, ram) : null;
    }

    private static KernelImage checkFit(String name, KernelImage image, GuestRange ram) {
        if (!ram.contains(image.range())) {
            throw new BootException(
                    Reason.DOES_NOT_FIT,
                    "%s needs memory %s, the guest's RAM is %s: give it more memory"
                            .formatted(name, image.range(), ram));
        }
        return image;
    }

    private static boolean isGzip(MemorySegment bytes) {
        return bytes.byteSize() >= Short.BYTES
                && Short.toUnsignedInt(bytes.get(LITTLE_SHORT, 0)) == GZIP_MAGIC;
    }

    /**
     * Unpacks no more than RAM can hold: a small file may claim to be huge. The result lies in a
     * file that is deleted already, not in the Java heap.
     */
    private static MemorySegment unpack(String name, MemorySegment bytes, GuestRange ram) {
        long limit = Math.min(ram.length(), Integer.MAX_VALUE - 16);
        try (var stream = new GZIPInputStream(new SegmentStream(bytes), BUFFER)) {
            Path file = Files.createTempFile("slat-", ".kernel");
            try {
                if (!copy(stream, file, limit)) {
                    throw new BootException(
                            Reason.DOES_NOT_FIT,
                            "%s unpacks to more than the guest's %d bytes of memory"
                                    .formatted(name, ram.length()));
                }
                return BootFile.map(file);
            } finally {
                Files.delete(file);
            }
        } catch (EOFException e) {
            throw new BootException(
                    Reason.TRUNCATED,
                    "%s is truncated: its gzip data ends after %d bytes"
                            .formatted(name, bytes.byteSize()),
                    e);
        } catch (IOException e) {
            throw new BootException(
                    Reason.DAMAGED, name + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /** Whether all of {@code stream} went into {@code file}, which takes {@code limit} bytes. */
    private static boolean copy(InputStream stream, Path file, long limit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        try (var out = Files.newOutputStream(file)) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                total += n;
                if (total > limit) {
                    return false;
                }
                out.write(buffer, 0, n);
            }
        }
        return true;
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
                    "%s is truncated: it has only %d bytes".formatted(name, file.limit()));
        }
        if (wordAt(file, ImageLayout.ZBOOT_MAGIC) == ImageLayout.ZIMG) {
            return new BootException(
                    Reason.UNKNOWN_FORMAT,
                    name + " is a compressed EFI image: unpack it to an Image first");
        }
        return new BootException(
                Reason.UNKNOWN_FORMAT,
                "%s is neither a RISC-V Image, plain or gzip, nor ELF: it begins %016x"
                        .formatted(name, Long.reverseBytes(file.getLong(0))));
    }

    private static BootException foreign(String name, String what) {
        return new BootException(
                Reason.FOREIGN_ARCHITECTURE, name + " is " + what + ", not a kernel for RISC-V");
    }

    private static int wordAt(ByteBuffer file, int offset) {
        return file.limit() >= offset + Integer.BYTES ? file.getInt(offset) : 0;
    }
}
