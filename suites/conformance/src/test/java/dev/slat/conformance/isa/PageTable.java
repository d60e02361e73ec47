package dev.slat.conformance.isa;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Register;

/**
 * A page table in guest memory (privileged manual, "Sv39" and "Sv48"), with the test program's own
 * memory mapped to itself by one gigapage.
 */
final class PageTable {
    static final long V = 1;
    static final long R = 2;
    static final long W = 4;
    static final long X = 8;
    static final long U = 16;
    static final long G = 32;
    static final long A = 64;
    static final long D = 128;

    /** A gigapage of the lower half that tests map as they like. */
    static final long FREE = 0x4000_0000L;

    private static final int SV39 = 8;

    private final Guest guest;
    private final int levels;
    private final long root;
    private long next;

    PageTable(Guest guest, int levels, long root) {
        this.guest = guest;
        this.levels = levels;
        this.root = root;
        this.next = root + 0x1000;
        map(Guest.RAM, Guest.RAM, 2, V | R | W | X | A | D);
    }

    static PageTable sv39(Guest guest) {
        return new PageTable(guest, 3, Guest.RAM + (32 << 20));
    }

    static PageTable sv48(Guest guest) {
        return new PageTable(guest, 4, Guest.RAM + (36 << 20));
    }

    /** Maps a page: of level 0, 4 KiB; of level 1, 2 MiB; of level 2, 1 GiB. */
    PageTable map(long virtual, long physical, int level, long flags) {
        return set(virtual, level, physical >> 12 << 10 | flags);
    }

    /** Writes the entry of one level for an address, and the tables above it as needed. */
    PageTable set(long virtual, int level, long entry) {
        guest.setDword(entryAddress(virtual, level), entry);
        return this;
    }

    long entry(long virtual, int level) {
        return guest.dword(entryAddress(virtual, level));
    }

    long entryAddress(long virtual, int level) {
        long table = root;
        for (int i = levels - 1; i > level; i--) {
            long at = slot(table, virtual, i);
            if ((guest.dword(at) & V) == 0) {
                guest.setDword(at, next >> 12 << 10 | V);
                next += 0x1000;
            }
            table = guest.dword(at) >> 10 << 12;
        }
        return slot(table, virtual, level);
    }

    private static long slot(long table, long virtual, int level) {
        return table + (virtual >>> (12 + 9 * level) & 0x1ff) * Long.BYTES;
    }

    long satp(int asid) {
        return (long) (SV39 + levels - 3) << 60 | (long) asid << 44 | root >>> 12;
    }

    /** Turns translation on; writes the register. */
    Assembler enable(Assembler code, Register scratch) {
        return code.li(scratch, satp(0)).csrw(Csr.SATP, scratch).sfenceVma();
    }
}
