/** Guest images: Debian's riscv64 kernel and busybox, and the initramfs made of them. */
@org.jspecify.annotations.NullMarked
module dev.slat.images {
    requires org.apache.commons.compress;
    requires org.tukaani.xz;
    requires static transitive org.jspecify;

    exports dev.slat.images;
}
