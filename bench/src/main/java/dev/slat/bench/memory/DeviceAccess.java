package dev.slat.bench.memory;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.Region;
import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * 4 KiB by a device, beside a plain copy with the same buffer of the same pages, which both take
 * turns at touching first. Nanoseconds, and how much of the plain copy's speed the device has.
 */
final class DeviceAccess {
    private static final long PAGE = HostMapping.PAGE;
    private static final long BYTES = 16 << 20;
    private static final int PAGES = 64;
    private static final int ROUNDS = 6_000;

    private final DmaDomain device;
    private final long hva;
    private final MemorySegment buffer;

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
                race("write", access::plainWrites, access::writes);
                race("read", access::plainReads, access::reads);
            }
        }
    }

    private static void race(String name, Runnable plain, Runnable guarded) {
        double[] plainTimes = new double[ROUNDS];
        double[] guardedTimes = new double[ROUNDS];
        double[] percent = new double[ROUNDS];
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            double first = time((i & 1) == 0 ? plain : guarded);
            double second = time((i & 1) == 0 ? guarded : plain);
            if (i >= 0) {
                plainTimes[i] = (i & 1) == 0 ? first : second;
                guardedTimes[i] = (i & 1) == 0 ? second : first;
                percent[i] = 100 * plainTimes[i] / guardedTimes[i];
            }
        }
        MemoryBench.print(name + "-4k-ns-plain", plainTimes);
        MemoryBench.print(name + "-4k-ns-device", guardedTimes);
        MemoryBench.print(name + "-4k-percent", percent);
    }

    /** Nanoseconds a page. */
    private static double time(Runnable pages) {
        long start = System.nanoTime();
        pages.run();
        return (double) (System.nanoTime() - start) / PAGES;
    }

    private void plainWrites() {
        for (long page = 0; page < PAGES; page++) {
            Window.put(hva + page * PAGE, buffer, 0, PAGE);
        }
    }

    private void writes() {
        for (long page = 0; page < PAGES; page++) {
            device.write(page * PAGE, buffer);
        }
    }

    private void plainReads() {
        for (long page = 0; page < PAGES; page++) {
            Window.get(hva + page * PAGE, buffer, 0, PAGE);
        }
    }

    private void reads() {
        for (long page = 0; page < PAGES; page++) {
            device.read(page * PAGE, buffer);
        }
    }
}
