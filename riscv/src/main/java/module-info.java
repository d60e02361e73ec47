/** The RV64GC hart: decode, CSRs, guest MMU and the interpreter, which is the semantic oracle. */
@org.jspecify.annotations.NullMarked
module dev.slat.riscv {
    requires transitive dev.slat.memory;
    requires static org.jspecify;

    exports dev.slat.riscv;
}
