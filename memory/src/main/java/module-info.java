/** Guest-physical memory: host mappings, memory slots, flushes and the MMIO bus. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the suites are compiled after it
module dev.slat.memory {
    requires dev.slat.srcu;
    requires static transitive org.jspecify;

    exports dev.slat.memory;
    exports dev.slat.memory.bus;
    exports dev.slat.memory.dirty;
    exports dev.slat.memory.dma;
    exports dev.slat.memory.host;
    exports dev.slat.memory.internal to
            dev.slat.conformance,
            dev.slat.torture;
}
