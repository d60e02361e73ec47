/** Suites that prove the machine: instructions against qemu, whole guests. */
@org.jspecify.annotations.NullMarked
module dev.slat.conformance {
    requires dev.slat.assembler;
    requires dev.slat.machine;
    requires dev.slat.memory;
    requires dev.slat.images;
    requires transitive dev.slat.riscv;
    requires static transitive org.jspecify;

    exports dev.slat.conformance.fuzz;
    exports dev.slat.conformance.isa;
    exports dev.slat.conformance.isa.set;
    exports dev.slat.conformance.litmus;
    exports dev.slat.conformance.vectors;
}
