/** Suites that prove the machine: instructions against qemu, whole guests. */
@org.jspecify.annotations.NullMarked
module dev.slat.conformance {
    requires static org.jspecify;
}
