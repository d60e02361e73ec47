package dev.slat.images;

import java.nio.file.Path;
import java.util.List;

/**
 * A stock kernel and an initramfs, ready to boot.
 *
 * @param kernel the kernel as its distribution packs it
 * @param initramfs an uncompressed cpio archive with busybox and kernel modules; a run adds {@link
 *     GuestSession#archive} behind it
 * @param release the kernel's release, as {@code uname -r} says it
 * @param packages what it was made of: {@code name version sha256} of each package
 */
public record GuestImage(Path kernel, Path initramfs, String release, List<String> packages) {
    /** Copies what it is given. */
    public GuestImage {
        packages = List.copyOf(packages);
    }
}
