package dev.slat.machine.loader;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;

/**
 * Where the boot images go in RAM: the kernel at the bottom, where its format says; the device tree
 * at the top, at a multiple of 2 MiB below 4 GiB, so that a kernel's early page tables reach it;
 * and the initial RAM disk just below that, so the kernel keeps as much room above itself as there
 * is.
 *
 * @param initrd empty when there is none
 * @param deviceTree address of the device tree
 */
public record Placement(GuestRange initrd, long deviceTree) {
    /**
     * Room for the device tree; also its alignment. 512 harts and a long command line need less.
     */
    public static final int DEVICE_TREE_ROOM = 2 << 20;

    private static final long FOUR_GIBIBYTES = 1L << 32;
    private static final long PAGE = 4096;

    /** Address of what firmware is told about the kernel: the last page of the tree's room. */
    public long firmwareInfo() {
        return deviceTree + DEVICE_TREE_ROOM - PAGE;
    }

    /**
     * Places what a kernel needs beside it.
     *
     * @throws BootException when it does not fit
     */
    public static Placement of(GuestRange kernel, long initrdBytes, GuestRange ram) {
        long top = Math.min(ram.end(), FOUR_GIBIBYTES);
        long deviceTree = (top - DEVICE_TREE_ROOM) & -DEVICE_TREE_ROOM;
        if (deviceTree < kernel.end()) {
            throw new BootException(
                    Reason.DOES_NOT_FIT,
                    "the RAM %s is too small: the kernel takes %s and the device tree %d bytes"
                            .formatted(ram, kernel, DEVICE_TREE_ROOM));
        }
        long initrd = (deviceTree - initrdBytes) & -PAGE;
        if (initrd < kernel.end()) {
            throw new BootException(
                    Reason.DOES_NOT_FIT,
                    "the initrd of %d bytes does not fit between the kernel's end 0x%x and 0x%x"
                            .formatted(initrdBytes, kernel.end(), deviceTree));
        }
        GuestRange range =
                initrdBytes == 0 ? GuestRange.EMPTY : new GuestRange(initrd, initrd + initrdBytes);
        return new Placement(range, deviceTree);
    }
}
