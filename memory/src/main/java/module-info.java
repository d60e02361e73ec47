/** Guest-physical memory: host mappings, memory slots, flushes and the MMIO bus. */
@org.jspecify.annotations.NullMarked
module dev.slat.memory {
    requires dev.slat.srcu;
    requires static transitive org.jspecify;

    exports dev.slat.memory;
    exports dev.slat.memory.bus;
    exports dev.slat.memory.host;
}
