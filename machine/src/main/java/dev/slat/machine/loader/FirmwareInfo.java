package dev.slat.machine.loader;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What dynamic firmware is told about the program behind it, by the address in a2 (OpenSBI,
 * docs/firmware/fw_dynamic.md, version 2). Other firmware does not look.
 */
final class FirmwareInfo {
    private static final long MAGIC = 0x4942_534f; // "OSBI"
    private static final long VERSION = 2;
    private static final long SUPERVISOR = 1;
    private static final long NO_OPTIONS = 0;
    private static final long BOOT_HART = 0;

    private FirmwareInfo() {}

    /** The structure, whose words have the hart's width. */
    static MemorySegment of(long nextAddress) {
        long[] words = {MAGIC, VERSION, nextAddress, SUPERVISOR, NO_OPTIONS, BOOT_HART};
        ByteBuffer bytes =
                ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(words);
        return MemorySegment.ofBuffer(bytes);
    }
}
