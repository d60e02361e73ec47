package dev.slat.conformance.vectors;

/** The host regions A to Z, at fixed user addresses: region A at 16 TiB, each next 1 TiB higher. */
final class HostRegion {
    private static final long FIRST = 16;
    private static final int TERABYTE_SHIFT = 40;

    private HostRegion() {}

    static boolean isName(char name) {
        return name >= 'A' && name <= 'Z';
    }

    /** The user address of a region's first byte. */
    static long start(char name) {
        return (FIRST + (name - 'A')) << TERABYTE_SHIFT;
    }
}
