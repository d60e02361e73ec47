package dev.slat.machine.sbi;

import dev.slat.memory.GuestMemory;

/** Checks addresses that a guest passes, whatever they are. */
final class GuestBuffer {
    /** Guest-physical addresses have 56 bits at most (privileged manual, Sv39 and Sv48). */
    private static final long ADDRESS_LIMIT = 1L << 56;

    private GuestBuffer() {}

    /** Whether memory, not a device, backs all of a range, which may be empty. */
    static boolean isBacked(GuestMemory memory, long gpa, long length, boolean write) {
        return gpa >= 0
                && length >= 0
                && length <= ADDRESS_LIMIT
                && gpa <= ADDRESS_LIMIT - length
                && memory.isBacked(gpa, length, write);
    }
}
