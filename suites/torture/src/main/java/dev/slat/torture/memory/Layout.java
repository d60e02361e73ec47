package dev.slat.torture.memory;

/** Where everything is: guest-physical addresses, and offsets in a page of a slot. */
final class Layout {
    static final long PAGE = 4096;

    /** Program, bounds and counters; slot 0, always there. */
    static final long RAM = 0x8000_0000L;

    static final long RAM_BYTES = 2 << 20;

    /** Slots that come and go: numbers from 1 in the guest's memory, from 0 here. */
    static final int SLOTS = 4;

    /** The last is large enough for a leaf of 2 MiB. */
    static final int LARGE_SLOT = SLOTS - 1;

    static final int LARGE_PAGES = 512;

    /** A slot is at one of two places, and moves from either to the other. */
    static final int PLACES = 2;

    /** Pages of a slot that are used; the last one holds code too. */
    static final int PAGES = 16;

    static final int CODE_PAGE = PAGES - 1;

    static final int MAX_HARTS = 16;
    static final int DEVICES = 4;

    /** Where harts report what they find: a line of 64 bytes each. */
    static final long REPORT = 0x1000_0000L;

    static final int LINE = 64;
    static final int REPORT_KIND = 0;
    static final int REPORT_FOUND = 8;
    static final int REPORT_ADDRESS = 16;

    /** Devices that come and go: a page each. */
    static final long DEVICE = 0x2000_0000L;

    /** Where no hart looks. */
    static final long NOWHERE = 0x4000_0000L;

    private static final long PLACE = 0x1_0000_0000L;
    static final long PLACE_STRIDE = 0x800_0000L;

    /** The oldest life that may be seen, for each place: a line each, in RAM. */
    static final long BOUNDS = RAM + 0x10_0000;

    /** Loops and pages checked, for each hart: a line each, in RAM. */
    static final long COUNTERS = RAM + 0x11_0000;

    static final int COUNTER_LOOPS = 0;
    static final int COUNTER_PAGES = 8;

    // Offsets in a page of a slot.

    static final int TAG = 0;

    /** In the code page: code that returns the slot's life. */
    static final int CODE = 64;

    /** A doubleword for each hart. */
    static final int HART_WORD = 128;

    /** A line for each DMA device. */
    static final int DMA_LINE = 512;

    /** In the code page: a line for code that each hart writes. */
    static final int HART_CODE = 1024;

    private Layout() {}

    static long place(int slot, int place) {
        return PLACE + (slot * (long) PLACES + place) * PLACE_STRIDE;
    }

    static long bound(int slot, int place) {
        return BOUNDS + (slot * (long) PLACES + place) * LINE;
    }

    static long counters(int hart) {
        return COUNTERS + hart * (long) LINE;
    }
}
