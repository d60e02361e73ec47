package dev.slat.devices;

import dev.slat.memory.bus.MmioDevice;

import java.util.Random;

/** Every kind of access a hostile guest can make: the contract of {@link MmioDevice}. */
public final class HostileAccess {
    private static final int[] SIZES = {1, 2, 4, 8};

    private HostileAccess() {}

    /** Reads and writes at the edges and at random; the device must not throw. */
    public static void hammer(MmioDevice device, long length) {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int size = SIZES[random.nextInt(SIZES.length)];
            long room = length - size + 1;
            long offset = i % 4 == 0 ? i / 4 % room : random.nextLong(room);
            device.write(offset, size, random.nextLong());
            device.read(offset, size);
        }
    }
}
