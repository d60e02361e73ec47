package dev.slat.conformance.vectors;

import java.util.Map;

/** The numbers of the KVM_CAP_ names that scenarios may use (Linux, include/uapi/linux/kvm.h). */
final class Capability {
    static final int USER_MEMORY = 3;
    static final int NR_MEMSLOTS = 10;
    static final int COALESCED_MMIO = 15;
    static final int SYNC_MMU = 16;
    static final int DESTROY_MEMORY_REGION_WORKS = 21;
    static final int JOIN_MEMORY_REGIONS_WORKS = 30;
    static final int READONLY_MEM = 81;
    static final int MULTI_ADDRESS_SPACE = 118;
    static final int COALESCED_PIO = 162;
    static final int MANUAL_PROTECT2 = 168;

    private static final Map<String, Integer> NUMBERS =
            Map.ofEntries(
                    Map.entry("USER_MEMORY", USER_MEMORY),
                    Map.entry("NR_MEMSLOTS", NR_MEMSLOTS),
                    Map.entry("COALESCED_MMIO", COALESCED_MMIO),
                    Map.entry("SYNC_MMU", SYNC_MMU),
                    Map.entry("DESTROY_MEMORY_REGION_WORKS", DESTROY_MEMORY_REGION_WORKS),
                    Map.entry("JOIN_MEMORY_REGIONS_WORKS", JOIN_MEMORY_REGIONS_WORKS),
                    Map.entry("READONLY_MEM", READONLY_MEM),
                    Map.entry("MULTI_ADDRESS_SPACE", MULTI_ADDRESS_SPACE),
                    Map.entry("COALESCED_PIO", COALESCED_PIO),
                    Map.entry("MANUAL_PROTECT2", MANUAL_PROTECT2),
                    Map.entry("MANUAL_DIRTY_LOG_PROTECT2", MANUAL_PROTECT2));

    private Capability() {}

    static boolean isName(String word) {
        return NUMBERS.containsKey(word);
    }

    static int number(String name) {
        Integer number = NUMBERS.get(name);
        if (number == null) {
            throw new IllegalArgumentException("unknown capability " + name);
        }
        return number;
    }
}
