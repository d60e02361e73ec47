package dev.slat.memory.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many pages of the process may lie outside their mapping's own memory. Each may split a kernel
 * mapping in three, and a process has a limited number (vm.max_map_count); the JVM dies when its
 * own heap or code cache finds none left.
 *
 * <p>Threads: any.
 */
final class ForeignPages {
    /** What the kernel gives where it does not say. */
    private static final long USUAL_MAPPINGS = 65530;

    /** Left for the JVM and for the mappings themselves. */
    private static final long RESERVED_MAPPINGS = 16_384;

    static final long LIMIT = Math.max(0, (mappings() - RESERVED_MAPPINGS) / 2);

    private static final AtomicLong USED = new AtomicLong();

    private ForeignPages() {}

    private static long mappings() {
        // In one read: the kernel answers only the first, and Files.readString begins with a byte.
        try (FileInputStream file = new FileInputStream("/proc/sys/vm/max_map_count")) {
            byte[] text = new byte[32];
            int length = Math.max(0, file.read(text));
            return Long.parseLong(new String(text, 0, length, StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            return USUAL_MAPPINGS;
        }
    }

    /** Takes room for one; false when there is none. */
    static boolean take() {
        if (USED.incrementAndGet() > LIMIT) {
            USED.decrementAndGet();
            return false;
        }
        return true;
    }

    static void give(long pages) {
        USED.addAndGet(-pages);
    }

    static long used() {
        return USED.get();
    }
}
