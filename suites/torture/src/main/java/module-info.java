/** Runs that must end in a verdict, with faults that they must find. */
@org.jspecify.annotations.NullMarked
module dev.slat.torture {
    requires dev.slat.assembler;
    requires dev.slat.memory;
    requires dev.slat.riscv;
    requires dev.slat.srcu;
    requires static org.jspecify;

    exports dev.slat.torture;
    exports dev.slat.torture.memory;
    exports dev.slat.torture.run;
}
