package dev.slat.machine.loader;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A kernel ready to be copied into guest memory.
 *
 * @param entry where the boot hart begins, in S-mode
 * @param range everything the kernel occupies when it begins, its zero-filled memory included
 * @param segments what is copied; the rest of the range stays zero
 */
public record KernelImage(long entry, GuestRange range, List<Segment> segments) {
    /**
     * Bytes of the kernel's file and where they go.
     *
     * @param gpa guest-physical address of the first byte
     * @param file the whole file
     * @param offset first byte in the file
     * @param length bytes
     */
    public record Segment(long gpa, MemorySegment file, long offset, long length) {}
}
