package dev.slat.machine.loader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPOutputStream;

/** Makes kernels for tests. */
public final class KernelFiles {
    private KernelFiles() {}

    /** An Image of {@code length} bytes without PE header. */
    public static byte[] image(int length, long textOffset, long imageSize) {
        return little(length)
                .putLong(8, textOffset)
                .putLong(16, imageSize)
                .putLong(48, 0x5643534952L)
                .putInt(56, 0x05435352)
                .array();
    }

    /** An ELF executable with one segment of {@code code} at {@code gpa}, entered there. */
    public static byte[] elf(long gpa, byte[] code, long memorySize) {
        return little(120 + code.length)
                .put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1})
                .putShort(16, (short) 2)
                .putShort(18, (short) 243)
                .putLong(24, gpa)
                .putLong(32, 64)
                .putShort(54, (short) 56)
                .putShort(56, (short) 1)
                .putInt(64, 1)
                .putLong(72, 120)
                .putLong(80, gpa)
                .putLong(88, gpa)
                .putLong(96, code.length)
                .putLong(104, memorySize)
                .put(120, code)
                .array();
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
