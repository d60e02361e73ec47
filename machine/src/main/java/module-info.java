/** The composition root: board, device tree, loader, SBI and the run loop. */
@org.jspecify.annotations.NullMarked
module dev.slat.machine {
    requires transitive dev.slat.memory;
    requires transitive dev.slat.riscv;
    requires dev.slat.devices;
    requires static org.jspecify;

    exports dev.slat.machine;
}
