package dev.slat.riscv;

/**
 * A range of virtual addresses whose loads or stores stop a hart, whatever the address space.
 *
 * @param address the first byte
 * @param length bytes, at least 1
 * @param loads whether loads count
 * @param stores whether stores count; an atomic instruction counts as both
 */
public record Watchpoint(long address, long length, boolean loads, boolean stores) {
    /** Whether an access of {@code size} bytes, 1 or more, touches a byte of the range. */
    boolean touches(long va, int size) {
        return (va - address < length && va - address >= 0)
                || (address - va < size && address - va >= 0);
    }

    /** Whether a byte of the range lies in the page of {@code va}. */
    boolean touchesPage(long va) {
        return touches(va & Tlb.PAGE_MASK, CodePage.SIZE);
    }

    /** What a hart says that met it. */
    DebugStop.Kind kind() {
        if (loads) {
            return stores ? DebugStop.Kind.WATCH_ACCESS : DebugStop.Kind.WATCH_LOAD;
        }
        return DebugStop.Kind.WATCH_STORE;
    }
}
