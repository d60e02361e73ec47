package dev.slat.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Remembers the end of what the guest wrote, to explain how it ended. Safe for many threads. */
final class ConsoleTail {
    private static final int CAPACITY = 1 << 14;
    private static final int LINES = 24;
    private static final String PANIC = "Kernel panic - not syncing";
    private static final String PANIC_END = "---[ end Kernel panic";

    private final byte[] ring = new byte[CAPACITY];
    private long total;

    synchronized void add(byte[] bytes, int offset, int length) {
        for (int i = Math.max(0, length - CAPACITY); i < length; i++) {
            ring[(int) ((total + i) % CAPACITY)] = bytes[offset + i];
        }
        total += length;
    }

    /** How many bytes the guest has written since it was started. */
    synchronized long total() {
        return total;
    }

    /** The last lines, without empty ones and control characters. */
    synchronized List<String> lines() {
        int length = (int) Math.min(total, CAPACITY);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((total - length + i) % CAPACITY)];
        }
        List<String> lines =
                new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceAll("\\p{Cntrl}", "").stripTrailing())
                        .filter(line -> !line.isBlank())
                        .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    /** Whether a panic is among the last lines. */
    boolean showsPanic() {
        return lines().stream().anyMatch(line -> line.contains(PANIC));
    }

    /** Whether the last of all is a panic that has run to its end: such a kernel waits for ever. */
    boolean endsInPanic() {
        List<String> lines = lines();
        return !lines.isEmpty() && lines.getLast().contains(PANIC_END);
    }
}
