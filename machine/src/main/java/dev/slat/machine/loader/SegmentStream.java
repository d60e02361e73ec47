package dev.slat.machine.loader;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The bytes of a segment, one after the other. Not thread-safe. */
final class SegmentStream extends InputStream {
    private final MemorySegment bytes;
    private long position;

    SegmentStream(MemorySegment bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        return position < bytes.byteSize()
                ? Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, position++))
                : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int count = (int) Math.min(length, bytes.byteSize() - position);
        if (count == 0 && length > 0) {
            return -1;
        }
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, bytes.byteSize() - position);
    }
}
