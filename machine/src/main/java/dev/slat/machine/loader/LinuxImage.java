package dev.slat.machine.loader;

import static dev.slat.machine.loader.ImageLayout.HEADER_LENGTH;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads the RISC-V Image format, which Linux and others use. */
final class LinuxImage {
    private LinuxImage() {}

    static boolean matches(ByteBuffer file) {
        return file.limit() >= HEADER_LENGTH
                && (file.getInt(ImageLayout.MAGIC2) == ImageLayout.RSC5
                        || file.getLong(ImageLayout.MAGIC) == ImageLayout.RISCV);
    }

    /** Places the image at RAM base + text_offset; it is entered at its first byte. */
    static KernelImage parse(String name, MemorySegment bytes, long ramBase) {
        ByteBuffer file = bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long textOffset = file.getLong(ImageLayout.TEXT_OFFSET);
        long imageSize = file.getLong(ImageLayout.IMAGE_SIZE);
        if (textOffset < 0 || textOffset > Integer.MAX_VALUE) {
            throw damaged(name, "its text offset is 0x%x".formatted(textOffset));
        }
        if (imageSize < 0 || imageSize > Long.MAX_VALUE / 2) {
            throw damaged(name, "its image size is 0x%x".formatted(imageSize));
        }
        checkSections(name, file);
        long start = ramBase + textOffset;
        // The size counts memory that the kernel zeroes itself; images before 4.6 leave it 0.
        GuestRange range = new GuestRange(start, start + Math.max(imageSize, bytes.byteSize()));
        return new KernelImage(
                start, range, List.of(new KernelImage.Segment(start, bytes, 0, bytes.byteSize())));
    }

    /** The image's own size is no measure of the file's; its PE sections, where present, are. */
    private static void checkSections(String name, ByteBuffer file) {
        int pe = file.getInt(ImageLayout.PE_OFFSET);
        if (file.getShort(0) != ImageLayout.MZ || pe <= 0) {
            return;
        }
        require(name, file, pe, ImageLayout.PE_OPTIONAL);
        if (file.getInt(pe) != ImageLayout.PE) {
            return;
        }
        int sections = Short.toUnsignedInt(file.getShort(pe + ImageLayout.PE_SECTIONS));
        int optional = Short.toUnsignedInt(file.getShort(pe + ImageLayout.PE_OPTIONAL_LENGTH));
        long table = (long) pe + ImageLayout.PE_OPTIONAL + optional;
        require(name, file, table, (long) sections * ImageLayout.PE_SECTION_LENGTH);
        for (int i = 0; i < sections; i++) {
            int section = (int) table + i * ImageLayout.PE_SECTION_LENGTH;
            long size = Integer.toUnsignedLong(file.getInt(section + ImageLayout.PE_RAW_SIZE));
            long offset = Integer.toUnsignedLong(file.getInt(section + ImageLayout.PE_RAW_OFFSET));
            require(name, file, offset, size);
        }
    }

    private static void require(String name, ByteBuffer file, long offset, long length) {
        if (offset + length > file.limit()) {
            throw new BootException(
                    Reason.TRUNCATED,
                    "%s is truncated: it has %d bytes, its header asks for %d"
                            .formatted(name, file.limit(), offset + length));
        }
    }

    private static BootException damaged(String name, String what) {
        return new BootException(Reason.DAMAGED, name + " is damaged: " + what);
    }
}
