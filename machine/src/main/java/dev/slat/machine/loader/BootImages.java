package dev.slat.machine.loader;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;
import dev.slat.memory.GuestMemory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that is copied into RAM before the first instruction, except the device tree, which is
 * made anew for each boot.
 *
 * @param firmware what the harts begin with in M-mode; empty when the monitor is below the kernel
 * @param kernel the kernel, or what else the firmware starts; there may be none behind firmware
 * @param initrd the archives of the initial RAM disk, each of which begins at a multiple of four
 *     bytes; empty when there is none
 */
public record BootImages(
        Optional<KernelImage> firmware,
        Optional<KernelImage> kernel,
        List<MemorySegment> initrd,
        Placement placement) {
    /** Copies the list it is given. */
    public BootImages {
        initrd = List.copyOf(initrd);
    }

    /**
     * Places firmware, kernel and initial RAM disk; one of the first two must be there.
     *
     * @throws BootException when they do not fit into RAM or overlap
     */
    public static BootImages of(
            Optional<KernelImage> firmware,
            Optional<KernelImage> kernel,
            List<MemorySegment> initrd,
            GuestRange ram) {
        long length = 0;
        for (MemorySegment part : initrd) {
            length = aligned(length) + part.byteSize();
        }
        GuestRange programs =
                Stream.concat(firmware.stream(), kernel.stream())
                        .map(KernelImage::range)
                        .reduce(BootImages::join)
                        .orElseThrow();
        return new BootImages(firmware, kernel, initrd, Placement.of(programs, length, ram));
    }

    private static GuestRange join(GuestRange firmware, GuestRange kernel) {
        if (firmware.start() < kernel.end() && kernel.start() < firmware.end()) {
            throw new BootException(
                    Reason.DOES_NOT_FIT,
                    "the firmware takes %s and the kernel %s: they overlap"
                            .formatted(firmware, kernel));
        }
        return new GuestRange(
                Math.min(firmware.start(), kernel.start()), Math.max(firmware.end(), kernel.end()));
    }

    /** Where the harts begin. */
    public long entry() {
        return firmware.or(() -> kernel).orElseThrow().entry();
    }

    /** Copies all of it into guest memory that is zero. */
    public void copyTo(GuestMemory memory, byte[] deviceTree) {
        firmware.ifPresent(image -> copy(image, memory));
        kernel.ifPresent(image -> copy(image, memory));
        long offset = 0;
        for (MemorySegment part : initrd) {
            offset = aligned(offset);
            memory.write(placement.initrd().start() + offset, part);
            offset += part.byteSize();
        }
        memory.write(placement.deviceTree(), MemorySegment.ofArray(deviceTree));
        if (firmware.isPresent()) {
            long next = kernel.map(KernelImage::entry).orElse(0L);
            memory.write(placement.firmwareInfo(), FirmwareInfo.of(next));
        }
    }

    private static void copy(KernelImage image, GuestMemory memory) {
        for (KernelImage.Segment part : image.segments()) {
            memory.write(part.gpa(), part.file().asSlice(part.offset(), part.length()));
        }
    }

    private static long aligned(long offset) {
        return (offset + 3) & -4;
    }
}
