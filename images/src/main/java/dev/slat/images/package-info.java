/**
 * Guest images: a stock riscv64 kernel and busybox from the machine's own apt, and the initramfs
 * made of them.
 *
 * <p>The face is {@link dev.slat.images.ImageCache}; below it {@code apt} asks and downloads, and
 * {@code pack} takes archives apart and puts the initramfs together.
 */
package dev.slat.images;
