package dev.slat.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a guest boots from.
 *
 * @param kernel the kernel's file; none behind firmware that needs none
 * @param initramfs the file of its first root file system, if it has one
 * @param session the archive that follows it in memory; empty without a session of Slat's
 */
record GuestFiles(Optional<Path> kernel, Optional<Path> initramfs, List<byte[]> session) {
    /** Copies what it is given. */
    GuestFiles {
        session = List.copyOf(session);
    }

    /** What is booted, for messages. */
    String name() {
        return kernel.map(file -> String.valueOf(file.getFileName())).orElse("the firmware");
    }
}
