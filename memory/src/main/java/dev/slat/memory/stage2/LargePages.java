package dev.slat.memory.stage2;

import dev.slat.memory.host.HostPage;
import dev.slat.memory.slots.MemorySlot;

/** How large a leaf may be. */
final class LargePages {
    private LargePages() {}

    /** Bytes of a leaf. */
    static long bytes(int level) {
        return TablePage.frames(level) << MemorySlot.PAGE_SHIFT;
    }

    /**
     * The level of the leaf for a frame: as large as the host's page around it, but inside the
     * slot, with frame and hva equally aligned, and small where the slot is logged.
     */
    static int level(MemorySlot slot, long gfn, long page) {
        if (slot.logged()) {
            return HostPage.LEVEL_4K;
        }
        for (int level = HostPage.level(page); level > HostPage.LEVEL_4K; level--) {
            long frames = TablePage.frames(level);
            long first = gfn & -frames;
            long hvaFrame = HostPage.hva(page) >>> MemorySlot.PAGE_SHIFT;
            long userFrame = slot.userAddressOf(gfn) >>> MemorySlot.PAGE_SHIFT;
            boolean aligned =
                    ((gfn ^ hvaFrame) & (frames - 1)) == 0
                            && ((gfn ^ userFrame) & (frames - 1)) == 0;
            if (aligned && first >= slot.baseGfn() && first + frames <= slot.endGfn()) {
                return level;
            }
        }
        return HostPage.LEVEL_4K;
    }
}
