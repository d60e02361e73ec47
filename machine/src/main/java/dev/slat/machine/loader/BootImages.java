package dev.slat.machine.loader;

import dev.slat.memory.GuestMemory;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Everything that is copied into RAM before the first instruction, except the device tree, which is
 * made anew for each boot.
 *
 * @param initrd the archives of the initial RAM disk, each of which begins at a multiple of four
 *     bytes; empty when there is none
 */
public record BootImages(KernelImage kernel, List<MemorySegment> initrd, Placement placement) {
    /** Copies the list it is given. */
    public BootImages {
        initrd = List.copyOf(initrd);
    }

    /** Places a kernel and its initial RAM disk. */
    public static BootImages of(KernelImage kernel, List<MemorySegment> initrd, GuestRange ram) {
        long length = 0;
        for (MemorySegment part : initrd) {
            length = aligned(length) + part.byteSize();
        }
        return new BootImages(kernel, initrd, Placement.of(kernel.range(), length, ram));
    }

    /** Copies all of it into guest memory that is zero. */
    public void copyTo(GuestMemory memory, byte[] deviceTree) {
        for (KernelImage.Segment part : kernel.segments()) {
            memory.write(part.gpa(), part.file().asSlice(part.offset(), part.length()));
        }
        long offset = 0;
        for (MemorySegment part : initrd) {
            offset = aligned(offset);
            memory.write(placement.initrd().start() + offset, part);
            offset += part.byteSize();
        }
        memory.write(placement.deviceTree(), MemorySegment.ofArray(deviceTree));
    }

    private static long aligned(long offset) {
        return (offset + 3) & -4;
    }
}
