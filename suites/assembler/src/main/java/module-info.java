/** A small RISC-V assembler and disassembler for tests; depends on nothing of ours. */
@org.jspecify.annotations.NullMarked
module dev.slat.assembler {
    requires static org.jspecify;

    exports dev.slat.assembler;
}
