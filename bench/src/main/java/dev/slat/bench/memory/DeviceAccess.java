package dev.slat.bench.memory;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.Region;
import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * 4 KiB by a device, beside a plain copy with the same buffer; they take turns at going first.
 * Nanoseconds, and how much of the plain copy's speed the device has: over 64 pages, which stay in
 * the processor's second cache, and over 32 MiB in turn, as a disk's or a network's buffers are.
 */
final class DeviceAccess {
    private static final long PAGE = HostMapping.PAGE;
    private static final long BYTES = 32 << 20;
    private static final int PAGES = 64;
    private static final int ROUNDS = 6_000;

    private final DmaDomain device;
    private final long hva;
    private final MemorySegment buffer;

    /** Where the next copies begin. */
    private long offset;

    private DeviceAccess(DmaDomain device, long hva, MemorySegment buffer) {
        this.device = device;
        this.hva = hva;
        this.buffer = buffer;
    }

    static void measure() {
        try (var mapping = HostMapping.anonymous(BYTES);
                var memory = GuestMemory.create();
                var arena = Arena.ofShared()) {
            memory.setRegion(Region.slot(0).backedBy(mapping));
            try (DmaDomain device = memory.dmaDomain("bench")) {
                var access = new DeviceAccess(device, mapping.hva(), arena.allocate(PAGE, PAGE));
                access.race("write-4k", PAGE * PAGES, access::plainWrites, access::writes);
                access.race("read-4k", PAGE * PAGES, access::plainReads, access::reads);
                access.race("write-4k-of-32m", BYTES, access::plainWrites, access::writes);
                access.race("read-4k-of-32m", BYTES, access::plainReads, access::reads);
            }
        }
    }

    /** The second of a pair is half of the memory behind the first: it finds nothing warmed up. */
    private void race(String name, long bytes, Runnable plain, Runnable guarded) {
        double[] plainTimes = new double[ROUNDS];
        double[] guardedTimes = new double[ROUNDS];
        double[] percent = new double[ROUNDS];
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            offset = ((i + ROUNDS) * PAGE * PAGES) & (bytes - 1);
            double first = time((i & 1) == 0 ? plain : guarded);
            offset = bytes > PAGE * PAGES ? (offset + bytes / 2) & (bytes - 1) : offset;
            double second = time((i & 1) == 0 ? guarded : plain);
            if (i >= 0) {
                plainTimes[i] = (i & 1) == 0 ? first : second;
                guardedTimes[i] = (i & 1) == 0 ? second : first;
                percent[i] = 100 * plainTimes[i] / guardedTimes[i];
            }
        }
        MemoryBench.print(name + "-ns-plain", plainTimes);
        MemoryBench.print(name + "-ns-device", guardedTimes);
        MemoryBench.print(name + "-percent", percent);
    }

    /** Nanoseconds a page. */
    private static double time(Runnable pages) {
        long start = System.nanoTime();
        pages.run();
        return (double) (System.nanoTime() - start) / PAGES;
    }

    private void plainWrites() {
        for (long page = 0; page < PAGES; page++) {
            Window.put(hva + offset + page * PAGE, buffer, 0, PAGE);
        }
    }

    private void writes() {
        for (long page = 0; page < PAGES; page++) {
            device.write(offset + page * PAGE, buffer);
        }
    }

    private void plainReads() {
        for (long page = 0; page < PAGES; page++) {
            Window.get(hva + offset + page * PAGE, buffer, 0, PAGE);
        }
    }

    private void reads() {
        for (long page = 0; page < PAGES; page++) {
            device.read(offset + page * PAGE, buffer);
        }
    }
}
