package dev.slat.riscv;

import dev.slat.memory.GuestView;
import dev.slat.memory.host.Window;

/**
 * The hart's path to guest memory: load, store and fetch TLBs over the page-table walk.
 *
 * <p>A hit costs one compare, one add and the raw access. A miss walks the guest's table and asks
 * the guest memory for the page; only a store miss asks for write access, which is how the dirty
 * log learns of it. All on the hart's own thread; the walk and the fill happen inside one read
 * section, so a slot that disappears meanwhile flushes what was filled.
 */
final class Mmu {
    private static final long PHYSICAL_ADDRESS_BITS = 56;

    /** Bytes of the smallest fetch. */
    private static final int PARCEL = 2;

    /** Why the last {@link GuestExit} was thrown. */
    GuestExit.Reason exitReason = GuestExit.Reason.SLOT_CHANGE;

    /** The guest-physical address behind which the host has no memory. */
    long faultAddress;

    /** The bus access of that exit, and the answer to the load that is about to run again. */
    final BusAccess bus = new BusAccess();

    /** The physical memory protection that each fill of a TLB asks. */
    final Pmp pmp = new Pmp();

    /** The present TLB context of loads and stores; see {@link AddressSpaces}. */
    private int context;

    /** The one of fetches: another only under mstatus.MPRV. */
    private int fetchContext;

    /** The mode that decides about loads and stores. */
    private int dataPrivilege;

    /**
     * The context of the same mode without SUM. What is cached under it holds with SUM as well, so
     * a kernel that opens user memory for a moment does not lose its own translations.
     */
    private int contextWithoutSum;

    private final Hart hart;
    private final HartDebugger debugger;
    private final GuestView view;
    private final PageTable pageTable;
    private final Tlb loads = new Tlb();
    private final Tlb stores = new Tlb();
    private final long[] loadEntries = loads.entries;
    private final long[] storeEntries = stores.entries;
    private final FetchTlb fetches = new FetchTlb();
    private final AddressSpaces spaces = new AddressSpaces();
    private final SuperpageFilter superpages = new SuperpageFilter();

    Mmu(Hart hart, GuestView view) {
        this.hart = hart;
        this.debugger = hart.debugger();
        this.view = view;
        this.pageTable = new PageTable(hart, this);
    }

    // ---- The fast paths: alignment, page and context in one compare.

    byte loadByte(long va) {
        int i = Tlb.index(va);
        if (loadEntries[i] == ((va & Tlb.PAGE_MASK) | context)) {
            return Window.getByte(va + loadEntries[i + 1]);
        }
        return (byte) loadSlow(va, 1);
    }

    short loadShort(long va) {
        int i = Tlb.index(va);
        if (loadEntries[i] == ((va & (Tlb.PAGE_MASK | 1)) | context)) {
            return Window.getShort(va + loadEntries[i + 1]);
        }
        return (short) loadSlow(va, 2);
    }

    int loadInt(long va) {
        int i = Tlb.index(va);
        if (loadEntries[i] == ((va & (Tlb.PAGE_MASK | 3)) | context)) {
            return Window.getInt(va + loadEntries[i + 1]);
        }
        return (int) loadSlow(va, 4);
    }

    long loadLong(long va) {
        int i = Tlb.index(va);
        if (loadEntries[i] == ((va & (Tlb.PAGE_MASK | 7)) | context)) {
            return Window.getLong(va + loadEntries[i + 1]);
        }
        return loadSlow(va, 8);
    }

    void storeByte(long va, long value) {
        int i = Tlb.index(va);
        if (storeEntries[i] == ((va & Tlb.PAGE_MASK) | context)) {
            Window.putByte(va + storeEntries[i + 1], (byte) value);
        } else {
            storeSlow(va, 1, value);
        }
    }

    void storeShort(long va, long value) {
        int i = Tlb.index(va);
        if (storeEntries[i] == ((va & (Tlb.PAGE_MASK | 1)) | context)) {
            Window.putShort(va + storeEntries[i + 1], (short) value);
        } else {
            storeSlow(va, 2, value);
        }
    }

    void storeInt(long va, long value) {
        int i = Tlb.index(va);
        if (storeEntries[i] == ((va & (Tlb.PAGE_MASK | 3)) | context)) {
            Window.putInt(va + storeEntries[i + 1], (int) value);
        } else {
            storeSlow(va, 4, value);
        }
    }

    void storeLong(long va, long value) {
        int i = Tlb.index(va);
        if (storeEntries[i] == ((va & (Tlb.PAGE_MASK | 7)) | context)) {
            Window.putLong(va + storeEntries[i + 1], value);
        } else {
            storeSlow(va, 8, value);
        }
    }

    // ---- What the vector unit asks before it takes eight bytes for elements.

    /** Whether {@link #loadLong} would be one aligned access to memory that is cached already. */
    boolean isLongLoadable(long va) {
        return loadEntries[Tlb.index(va)] == ((va & (Tlb.PAGE_MASK | 7)) | context);
    }

    /** The same for {@link #storeLong}. */
    boolean isLongStorable(long va) {
        return storeEntries[Tlb.index(va)] == ((va & (Tlb.PAGE_MASK | 7)) | context);
    }

    // ---- Atomics: naturally aligned memory only.

    /** The hva for a load-reserved of {@code size} bytes. */
    long atomicLoadAddress(long va, int size) {
        if ((va & (size - 1)) != 0) {
            throw hart.trap(Cause.LOAD_MISALIGNED, va);
        }
        debugger.access(va, size, true, false);
        long hva = loadAddress(va, size);
        if (hva < 0) {
            throw hart.trap(Cause.LOAD_ACCESS, va);
        }
        return hva;
    }

    /** The hva for a store-conditional or AMO of {@code size} bytes. */
    long atomicStoreAddress(long va, int size) {
        if ((va & (size - 1)) != 0) {
            throw hart.trap(Cause.STORE_MISALIGNED, va);
        }
        int i = Tlb.index(va);
        if (storeEntries[i] == ((va & Tlb.PAGE_MASK) | context)) {
            return va + storeEntries[i + 1];
        }
        debugger.access(va, size, true, true);
        long hva = storeAddress(va, size);
        if (hva < 0) {
            throw hart.trap(Cause.STORE_ACCESS, va);
        }
        return hva;
    }

    // ---- Cache blocks (Zicbom, Zicboz).

    /**
     * Checks that the block around {@code va} may be managed, which whoever may load from it may.
     */
    void checkBlock(long va) {
        try {
            loadAddress(va & -Isa.CACHE_BLOCK_BYTES, Isa.CACHE_BLOCK_BYTES);
        } catch (Trap trap) {
            throw storeFault(va);
        }
    }

    /** Stores zeros to the block around {@code va}, which must be memory. */
    void zeroBlock(long va) {
        long hva;
        try {
            hva = storeAddress(va & -Isa.CACHE_BLOCK_BYTES, Isa.CACHE_BLOCK_BYTES);
        } catch (Trap trap) {
            throw storeFault(va);
        }
        if (hva < 0) {
            throw hart.trap(Cause.STORE_ACCESS, va);
        }
        for (int i = 0; i < Isa.CACHE_BLOCK_BYTES; i += Long.BYTES) {
            Window.putLong(hva + i, 0);
        }
    }

    /** The trap just raised for a block, as that of a store, with the address that was given. */
    private Trap storeFault(long va) {
        boolean page =
                hart.trapCause() == Cause.LOAD_PAGE_FAULT
                        || hart.trapCause() == Cause.STORE_PAGE_FAULT;
        return hart.trap(page ? Cause.STORE_PAGE_FAULT : Cause.STORE_ACCESS, va);
    }

    // ---- The slow paths: misses, misalignment, pages that no slot backs.

    private long loadSlow(long va, int size) {
        debugger.access(va, size, true, false);
        if (crossesPage(va, size)) {
            return loadAcrossPages(va, size);
        }
        long hva = loadAddress(va, size);
        return hva >= 0 ? rawLoad(hva, size) : busLoad(va, size);
    }

    private void storeSlow(long va, int size, long value) {
        debugger.access(va, size, false, true);
        if (crossesPage(va, size)) {
            storeAcrossPages(va, size, value);
            return;
        }
        long hva = storeAddress(va, size);
        if (hva < 0) {
            bus.begin();
            bus.add(va, pageTable.gpa(va), size, value & BusAccess.mask(size));
            throw busExit(GuestExit.Reason.BUS_STORE);
        }
        rawStore(hva, size, value);
    }

    private static boolean crossesPage(long va, int size) {
        return (va & 0xfff) > 0x1000 - size;
    }

    /**
     * Both pages are translated before a byte is read. Each part comes from where its page lies:
     * memory or the bus.
     */
    private long loadAcrossPages(long va, int size) {
        long second = (va + size) & Tlb.PAGE_MASK;
        int lowSize = (int) (second - va);
        int highSize = size - lowSize;
        long low = loadAddress(va, lowSize);
        long lowGpa = pageTable.gpa(va); // of use only where the walk above ended on the bus
        long high = loadAddress(second, highSize);
        long highGpa = pageTable.gpa(second);
        if ((low | high) < 0) {
            int pieces = low < 0 && high < 0 ? 2 : 1;
            boolean known =
                    bus.isAnswered(pieces)
                            && (low >= 0 || bus.matches(0, lowGpa, lowSize))
                            && (high >= 0 || bus.matches(pieces - 1, highGpa, highSize));
            if (!known) {
                bus.begin();
                if (low < 0) {
                    bus.add(va, lowGpa, lowSize, 0);
                }
                if (high < 0) {
                    bus.add(second, highGpa, highSize, 0);
                }
                throw busExit(GuestExit.Reason.BUS_LOAD);
            }
            bus.consume();
        }
        long lowPart = low < 0 ? bus.value(0) : rawLoadBytes(low, lowSize);
        long highPart = high < 0 ? bus.value(bus.pieces() - 1) : rawLoadBytes(high, highSize);
        return lowPart | highPart << (8 * lowSize);
    }

    /**
     * Both pages are translated before a byte is written, so a page fault leaves memory as it was.
     * Parts in memory are stored at once, the others leave for the bus.
     */
    private void storeAcrossPages(long va, int size, long value) {
        long second = (va + size) & Tlb.PAGE_MASK;
        int lowSize = (int) (second - va);
        int highSize = size - lowSize;
        long low = storeAddress(va, lowSize);
        long lowGpa = pageTable.gpa(va);
        long high = storeAddress(second, highSize);
        long highGpa = pageTable.gpa(second);
        long lowPart = value & BusAccess.mask(lowSize);
        long highPart = value >>> (8 * lowSize) & BusAccess.mask(highSize);
        bus.begin();
        if (low < 0) {
            bus.add(va, lowGpa, lowSize, lowPart);
        } else {
            rawStoreBytes(low, lowSize, lowPart);
        }
        if (high < 0) {
            bus.add(second, highGpa, highSize, highPart);
        } else {
            rawStoreBytes(high, highSize, highPart);
        }
        if (bus.pieces() > 0) {
            throw busExit(GuestExit.Reason.BUS_STORE);
        }
    }

    private long busLoad(long va, int size) {
        if (bus.isAnswered(1) && bus.matches(0, pageTable.gpa(va), size)) {
            bus.consume();
            return bus.value(0);
        }
        bus.begin();
        bus.add(va, pageTable.gpa(va), size, 0);
        throw busExit(GuestExit.Reason.BUS_LOAD);
    }

    private GuestExit busExit(GuestExit.Reason reason) {
        exitReason = reason;
        return GuestExit.INSTANCE;
    }

    private static long rawLoadBytes(long hva, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (Window.getByte(hva + i) & 0xffL) << (8 * i);
        }
        return value;
    }

    private static void rawStoreBytes(long hva, int size, long value) {
        for (int i = 0; i < size; i++) {
            Window.putByte(hva + i, (byte) (value >>> (8 * i)));
        }
    }

    private static long rawLoad(long hva, int size) {
        return switch (size) {
            case 1 -> Window.getByte(hva);
            case 2 -> Window.getShort(hva);
            case 4 -> Window.getInt(hva);
            default -> Window.getLong(hva);
        };
    }

    private static void rawStore(long hva, int size, long value) {
        switch (size) {
            case 1 -> Window.putByte(hva, (byte) value);
            case 2 -> Window.putShort(hva, (short) value);
            case 4 -> Window.putInt(hva, (int) value);
            default -> Window.putLong(hva, value);
        }
    }

    /** The hva of {@code va} for a load, or negative if the bus answers; fills the TLB. */
    private long loadAddress(long va, int size) {
        int i = Tlb.index(va);
        long page = va & Tlb.PAGE_MASK;
        long tag = loadEntries[i];
        if (tag == (page | context) || tag == (page | contextWithoutSum)) {
            return va + loadEntries[i + 1];
        }
        view.enter();
        try {
            long hva = translate(va, size, PageTable.LOAD, dataPrivilege);
            if (hva < 0) {
                return hva;
            }
            if (pmp.coversPage() && !debugger.watchesPage(va)) {
                loads.fill(va, context, hva);
            }
            return hva + (va & 0xfff);
        } finally {
            view.exit();
        }
    }

    /** The hva of {@code va} for a store, or negative if the bus answers; fills the TLB. */
    private long storeAddress(long va, int size) {
        int i = Tlb.index(va);
        long page = va & Tlb.PAGE_MASK;
        long tag = storeEntries[i];
        if (tag == (page | context) || tag == (page | contextWithoutSum)) {
            return va + storeEntries[i + 1];
        }
        view.enter();
        try {
            long hva = translate(va, size, PageTable.STORE, dataPrivilege);
            if (hva < 0) {
                return hva;
            }
            if (pmp.coversPage() && !debugger.watchesPage(va)) {
                stores.fill(va, context, hva);
            }
            return hva + (va & 0xfff);
        } finally {
            view.exit();
        }
    }

    /** The page's hva for an access, or negative if no slot answers; inside a read section. */
    private long translate(long va, int size, int access, int privilege) {
        long gpa = pageTable.walk(va, access, privilege);
        if (gpa >>> PHYSICAL_ADDRESS_BITS != 0 || !pmp.permits(privilege, gpa, size, access)) {
            throw hart.trap(PageTable.accessFault(access), va);
        }
        if (pageTable.leafShift() > SuperpageFilter.PAGE_SHIFT) {
            superpages.add(va, pageTable.leafShift());
        }
        return pageAt(gpa & Tlb.PAGE_MASK, access == PageTable.STORE);
    }

    /** {@link GuestView#translate}, but what no bus can answer ends the instruction. */
    long pageAt(long gpa, boolean write) {
        long hva = view.translate(gpa, write);
        if (hva == GuestView.HOST_FAULT) {
            exitReason = GuestExit.Reason.HOST_FAULT;
            faultAddress = gpa;
            throw GuestExit.INSTANCE;
        }
        if (hva == GuestView.RETRY) {
            exitReason = GuestExit.Reason.SLOT_CHANGE;
            throw GuestExit.INSTANCE;
        }
        return hva;
    }

    // ---- Instruction fetch.

    /** The validated code page at {@code pc}, or null if the fetch TLB misses. */
    @org.jspecify.annotations.Nullable
    CodePage findCode(long pc) {
        return fetches.find(pc, fetchContext);
    }

    /** Translates {@code pc} and caches the code page that {@code code} has for it. */
    CodePage fetchCode(long pc, CodeCache code) {
        view.enter();
        try {
            long hva = translate(pc, PARCEL, PageTable.FETCH, hart.privilege);
            if (hva < 0) {
                throw hart.trap(Cause.FETCH_ACCESS, pc);
            }
            if (!pmp.coversPage()) {
                return code.partOf(hva, pmp.firstOffset(), pmp.endOffset());
            }
            CodePage page = code.pageAt(hva);
            fetches.fill(pc, fetchContext, page);
            return page;
        } finally {
            view.exit();
        }
    }

    // ---- Flushes.

    /** Recomputes the contexts after a change of privilege, satp or mstatus. */
    void updateContext() {
        Csrs csrs = hart.csrs;
        long key = csrs.satp >>> 44;
        int slot = context >>> 6;
        if (spaces.key(slot) != key) {
            slot = slotOf(key);
        }
        dataPrivilege = csrs.dataPrivilege();
        context = (slot << 6) | (csrs.translationVariant(dataPrivilege) << 3);
        contextWithoutSum = (slot << 6) | (csrs.variantWithoutSum(dataPrivilege) << 3);
        fetchContext = (slot << 6) | (csrs.variantWithoutSum(hart.privilege) << 3);
    }

    private int slotOf(long key) {
        int slot = spaces.find(key);
        if (slot < 0) {
            slot = spaces.assign(key);
        }
        if (slot < 0) {
            clear();
            slot = spaces.assign(key);
        }
        return slot;
    }

    private void clear() {
        loads.clear();
        stores.clear();
        fetches.clear();
        spaces.reset();
        superpages.clear();
    }

    /** Drops every translation. */
    void flushAll() {
        spaces.retireAll();
        superpages.clear();
        updateContext();
    }

    /** Drops every translation of one ASID. */
    void flushSpace(int asid) {
        spaces.retire(asid);
        updateContext();
    }

    /** Drops the translations of the leaf page around {@code va}, whatever its size. */
    void flushAddress(long va) {
        if (superpages.mayContain(va)) {
            flushAll();
            return;
        }
        loads.evict(va);
        stores.evict(va);
        fetches.evict(va);
    }

    /** Drops fetch translations, so that each code page is validated again on its next use. */
    void flushFetches() {
        fetches.clear();
    }
}
