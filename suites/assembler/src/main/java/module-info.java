/** A small RISC-V assembler for tests. */
@org.jspecify.annotations.NullMarked
module dev.slat.assembler {
    requires static org.jspecify;
}
