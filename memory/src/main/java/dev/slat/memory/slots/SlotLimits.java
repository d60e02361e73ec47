package dev.slat.memory.slots;

/**
 * What a machine allows its slots, as a kernel's configuration does.
 *
 * @param addressBits width of guest-physical addresses, 32 to 57
 * @param addressSpaces how many; 1 unless harts have a mode with a memory map of its own
 * @param userSlots numbers below this are the user's
 * @param privateSlots so many more are the monitor's own
 */
public record SlotLimits(int addressBits, int addressSpaces, int userSlots, int privateSlots) {
    /** Most numbers that an identity can hold. */
    private static final int MOST_SLOTS = Short.MAX_VALUE;

    /** Most pages of one slot, as in KVM. */
    static final long MAX_PAGES = Integer.MAX_VALUE;

    /** Checks the numbers. */
    public SlotLimits {
        require("address bits", addressBits, 32, 57);
        require("address spaces", addressSpaces, 1, 2);
        require("private slots", privateSlots, 0, MOST_SLOTS - 1);
        require("user slots", userSlots, 1, MOST_SLOTS - privateSlots);
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%d %s: not from %d to %d".formatted(value, what, least, most));
        }
    }

    /** Frames of the guest's address space. */
    long frames() {
        return 1L << (addressBits - MemorySlot.PAGE_SHIFT);
    }
}
