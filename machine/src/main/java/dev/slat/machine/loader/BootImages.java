package dev.slat.machine.loader;

import dev.slat.memory.GuestMemory;

import java.lang.foreign.MemorySegment;

/**
 * Everything that is copied into RAM before the first instruction, except the device tree, which is
 * made anew for each boot.
 *
 * @param initrd empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BootImages(KernelImage kernel, byte[] initrd, Placement placement) {
    /** Places a kernel and its initial RAM disk. */
    public static BootImages of(KernelImage kernel, byte[] initrd, GuestRange ram) {
        return new BootImages(kernel, initrd, Placement.of(kernel.range(), initrd.length, ram));
    }

    /** Copies all of it into guest memory that is zero. */
    public void copyTo(GuestMemory memory, byte[] deviceTree) {
        for (KernelImage.Segment part : kernel.segments()) {
            MemorySegment file = MemorySegment.ofArray(part.file());
            memory.write(part.gpa(), file.asSlice(part.offset(), part.length()));
        }
        memory.write(placement.initrd().start(), MemorySegment.ofArray(initrd));
        memory.write(placement.deviceTree(), MemorySegment.ofArray(deviceTree));
    }
}
