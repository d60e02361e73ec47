package dev.slat.devices.clint;

/** Address map of the SiFive CLINT (SiFive FU540-C000 manual, chapter 9). */
final class ClintLayout {
    /** Software interrupt of each hart, 32 bits, bit 0 only. */
    static final int MSIP = 0x0;

    static final int MSIP_STRIDE = 4;

    /** Timer compare of each hart, 64 bits. */
    static final int MTIMECMP = 0x4000;

    static final int MTIMECMP_STRIDE = 8;

    /** The clock, 64 bits. */
    static final int MTIME = 0xbff8;

    private ClintLayout() {}
}
