package dev.slat.torture.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** What the first doubleword of a page says: of which life of which slot it is, and which page. */
final class Tag {
    /** Fills memory that nobody may use: no tag, and its code is illegal. */
    static final long POISON = 0xdead_0000_dead_0000L;

    private static final int LIFE_SHIFT = 16;
    private static final int SLOT_SHIFT = 8;

    /** Tags are below this, and poison is above. */
    private static final int TAG_BITS = 56;

    private static final MemorySegment POISONED = poisoned();

    private Tag() {}

    private static MemorySegment poisoned() {
        long[] words = new long[(int) (HostMapping.PAGE / Long.BYTES)];
        Arrays.fill(words, POISON);
        return MemorySegment.ofArray(words);
    }

    static long of(long life, int slot, int page) {
        return (life << LIFE_SHIFT) | (long) slot << SLOT_SHIFT | page;
    }

    /** Whether a tag may be read in a page, of this life or a later one. As GuestProgram checks. */
    static boolean isGood(long tag, int slot, int page, long oldest) {
        return tag >>> TAG_BITS == 0
                && (tag & ((1 << LIFE_SHIFT) - 1)) == of(0, slot, page)
                && tag >>> LIFE_SHIFT >= oldest;
    }

    static void poison(long hva) {
        Window.put(hva, POISONED, 0, HostMapping.PAGE);
    }

    static boolean isPoisoned(long hva) {
        return Window.equal(hva, POISONED, 0, HostMapping.PAGE);
    }
}
