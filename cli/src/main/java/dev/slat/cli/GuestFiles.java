package dev.slat.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a guest boots from.
 *
 * @param kernel the kernel's file
 * @param initramfs the file of its first root file system, if it has one
 * @param session the archive that follows it in memory; empty without a session of Slat's
 */
record GuestFiles(Path kernel, Optional<Path> initramfs, List<byte[]> session) {
    /** Copies what it is given. */
    GuestFiles {
        session = List.copyOf(session);
    }
}
