package dev.slat.riscv;

import dev.slat.memory.host.Window;

/**
 * The Sv39 and Sv48 page-table walk (privileged specification, "Virtual Address Translation
 * Process"), with hardware update of the A and D bits (Svadu) unless menvcfg.ADUE is off, ranges of
 * 64 KiB (Svnapot), and memory types (Svpbmt), which change nothing here: all memory is coherent.
 *
 * <p>Hart thread, inside a read section: the table is read and updated through the guest's own
 * memory slots. Bits are set by compare-and-set, so an update never overwrites what another hart
 * wrote to the entry; if it lost, the entry is read again.
 */
final class PageTable {
    static final int FETCH = 0;
    static final int LOAD = 1;
    static final int STORE = 2;

    private static final long VALID = 1;
    private static final long READ = 1 << 1;
    private static final long WRITE = 1 << 2;
    private static final long EXECUTE = 1 << 3;
    private static final long USER = 1 << 4;
    private static final long ACCESSED = 1 << 6;
    private static final long DIRTY = 1 << 7;

    /** Bits 54 to 60. */
    private static final long RESERVED = 0x7fL << 54;

    /** Svpbmt: 0 to 2 in a leaf; 3 is reserved. */
    private static final long TYPE = 3L << 61;

    /** Svnapot: the leaf is one of 16 that map a range of 64 KiB. */
    private static final long NAPOT = 1L << 63;

    /** The low bits of the page number in an entry of such a range, and their one legal value. */
    private static final long NAPOT_MASK = 0xf;

    private static final long NAPOT_64K = 8;

    private static final int NAPOT_SHIFT = 16;

    private static final long PPN_MASK = (1L << 44) - 1;

    /** Another hart changed the entry while its A or D bit was being set: walk again. */
    private static final long RETRY = -1;

    private final Hart hart;
    private final Mmu mmu;

    /** The mode that decides about this walk. */
    private int privilege;

    private int leafShift;
    private long leafPage;

    PageTable(Hart hart, Mmu mmu) {
        this.hart = hart;
        this.mmu = mmu;
    }

    /** After a walk: log2 of the bytes that the leaf maps; 12 also without paging. */
    int leafShift() {
        return leafShift;
    }

    /** The guest-physical address that the last walk, of the page of {@code va}, gave it. */
    long gpa(long va) {
        return leafPage | (va & 0xfff);
    }

    /** The guest-physical address of {@code va}, or throws the page fault of {@code access}. */
    long walk(long va, int access, int mode) {
        leafShift = SuperpageFilter.PAGE_SHIFT;
        privilege = mode;
        int levels = hart.csrs.pagingLevels(mode);
        if (levels == 0) {
            leafPage = va & Tlb.PAGE_MASK;
            return va;
        }
        int unused = 64 - (12 + 9 * levels);
        if ((va << unused) >> unused != va) {
            throw pageFault(va, access);
        }
        while (true) {
            long gpa = descend(va, access, levels);
            if (gpa != RETRY) {
                return gpa;
            }
        }
    }

    private long descend(long va, int access, int levels) {
        long table = (hart.csrs.satp & PPN_MASK) << 12;
        for (int level = levels - 1; level >= 0; level--) {
            long entryGpa = table + ((va >>> (12 + 9 * level)) & 0x1ff) * 8;
            long pte = Window.getLongVolatile(entryAddress(entryGpa, va, access, false));
            if ((pte & VALID) == 0 || (pte & RESERVED) != 0) {
                throw pageFault(va, access);
            }
            if ((pte & (READ | WRITE | EXECUTE)) != 0) {
                return leaf(va, access, level, entryGpa, pte);
            }
            if ((pte & (ACCESSED | DIRTY | USER | TYPE | NAPOT)) != 0) {
                throw pageFault(va, access);
            }
            table = ((pte >>> 10) & PPN_MASK) << 12;
        }
        throw pageFault(va, access);
    }

    private long leaf(long va, int access, int level, long entryGpa, long pte) {
        long ppn = (pte >>> 10) & PPN_MASK;
        int shift = 12 + 9 * level;
        if ((pte & NAPOT) != 0) {
            boolean legal = level == 0 && (ppn & NAPOT_MASK) == NAPOT_64K;
            if (!legal || !hart.isa.has(Extension.SVNAPOT)) {
                throw pageFault(va, access);
            }
            ppn &= ~NAPOT_MASK;
            shift = NAPOT_SHIFT;
        }
        long offsetMask = (1L << shift) - 1;
        if (!permits(pte, access) || !isTypeLegal(pte) || ((ppn << 12) & offsetMask) != 0) {
            throw pageFault(va, access);
        }
        long updated = pte | ACCESSED | (access == STORE ? DIRTY : 0);
        if (updated != pte) {
            if (!hart.csrs.machine.environment().walkUpdates()) {
                throw pageFault(va, access);
            }
            long hva = entryAddress(entryGpa, va, access, true);
            if (!Window.compareAndSetLong(hva, pte, updated)) {
                return RETRY;
            }
        }
        leafShift = shift;
        long gpa = (ppn << 12) | (va & offsetMask);
        leafPage = gpa & Tlb.PAGE_MASK;
        return gpa;
    }

    private boolean isTypeLegal(long pte) {
        long type = pte & TYPE;
        return type == 0 || (type != TYPE && hart.csrs.machine.environment().hasPageTypes());
    }

    /** Whether a leaf allows the access. */
    private boolean permits(long pte, int access) {
        if ((pte & (READ | WRITE)) == WRITE) {
            return false;
        }
        Csrs csrs = hart.csrs;
        boolean userPage = (pte & USER) != 0;
        if (privilege == Privilege.USER) {
            if (!userPage) {
                return false;
            }
        } else if (userPage && (access == FETCH || !csrs.mayAccessUserPages())) {
            return false;
        }
        return switch (access) {
            case FETCH -> (pte & EXECUTE) != 0;
            case LOAD -> (pte & (csrs.executableIsReadable() ? READ | EXECUTE : READ)) != 0;
            default -> (pte & WRITE) != 0;
        };
    }

    /** The walk reads and writes with the rights of S-mode, whoever asked for it. */
    private long entryAddress(long entryGpa, long va, int access, boolean write) {
        int kind = write ? STORE : LOAD;
        if (!mmu.pmp.permits(Privilege.SUPERVISOR, entryGpa, Long.BYTES, kind)) {
            throw hart.trap(accessFault(access), va);
        }
        long page = mmu.pageAt(entryGpa & Tlb.PAGE_MASK, write);
        if (page < 0) {
            throw hart.trap(accessFault(access), va);
        }
        return page + (entryGpa & 0xfff);
    }

    private Trap pageFault(long va, int access) {
        return hart.trap(
                switch (access) {
                    case FETCH -> Cause.FETCH_PAGE_FAULT;
                    case LOAD -> Cause.LOAD_PAGE_FAULT;
                    default -> Cause.STORE_PAGE_FAULT;
                },
                va);
    }

    /** The access-fault cause for a kind of access. */
    static int accessFault(int access) {
        return switch (access) {
            case FETCH -> Cause.FETCH_ACCESS;
            case LOAD -> Cause.LOAD_ACCESS;
            default -> Cause.STORE_ACCESS;
        };
    }
}
