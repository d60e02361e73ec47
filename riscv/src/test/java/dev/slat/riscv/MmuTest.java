package dev.slat.riscv;

import static dev.slat.riscv.TestMachine.RAM;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.host.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MmuTest {
    private static final long V = 1;
    private static final long R = 2;
    private static final long W = 4;
    private static final long X = 8;
    private static final long U = 16;
    private static final long A = 64;
    private static final long D = 128;
    private static final long NAPOT = 1L << 63;
    private static final long LEAF = V | R | W | A | D;

    /** Where tests put tables and pages. */
    private static final long ROOT = RAM + 0x1000;

    private static final long MIDDLE = RAM + 0x2000;
    private static final long LAST = RAM + 0x3000;
    private static final long DATA = RAM + 0x40_0000;

    private final TestMachine machine = new TestMachine(16 << 20);
    private final Hart hart = machine.hart;
    private final Mmu mmu = hart.mmu;

    @BeforeEach
    void start() {
        machine.store(ROOT, pte(MIDDLE, V));
        machine.store(MIDDLE, pte(LAST, V));
        setSatp(8, 0);
    }

    @AfterEach
    void stop() {
        machine.close();
    }

    private static long pte(long gpa, long flags) {
        return (gpa >>> 12 << 10) | flags;
    }

    private void setSatp(long mode, long asid) {
        hart.csrs.write(0x180, (mode << 60) | (asid << 44) | (ROOT >>> 12));
    }

    /** Maps page {@code n} of the low 2 MiB. */
    private void map(int n, long gpa, long flags) {
        machine.store(LAST + 8L * n, pte(gpa, flags));
    }

    private void expectTrap(Runnable access, long cause, long value) {
        hart.pc = 0x123456;
        assertThatThrownBy(access::run).isSameAs(Trap.INSTANCE);
        assertThat(hart.trapCause()).isEqualTo(cause);
        assertThat(hart.trapValue()).isEqualTo(value);
    }

    @Test
    void loadsAndStoresThroughSv39() {
        map(5, DATA, LEAF);
        mmu.storeLong(0x5008, 0x1122334455667788L);
        assertThat(machine.load(DATA + 8)).isEqualTo(0x1122334455667788L);
        assertThat(mmu.loadInt(0x500c)).isEqualTo(0x11223344);
        assertThat(mmu.loadShort(0x500e)).isEqualTo((short) 0x1122);
        assertThat(mmu.loadByte(0x5008)).isEqualTo((byte) 0x88);
    }

    @Test
    void walksFourLevelsInSv48() {
        machine.store(ROOT + 8 * 3, pte(RAM + 0x4000, V));
        machine.store(RAM + 0x4000, pte(MIDDLE, V));
        map(1, DATA, LEAF);
        setSatp(9, 0);
        machine.store(DATA, 99);
        assertThat(mmu.loadLong((3L << 39) + 0x1000)).isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 38, -1L << 39, 1L << 40, Long.MIN_VALUE})
    void refusesAddressesThatAreNotSignExtended(long va) {
        expectTrap(() -> mmu.loadByte(va), Cause.LOAD_PAGE_FAULT, va);
    }

    @Test
    void setsAccessedOnLoadAndDirtyOnStore() {
        map(1, DATA, V | R | W);
        mmu.loadByte(0x1000);
        assertThat(machine.load(LAST + 8)).isEqualTo(pte(DATA, V | R | W | A));
        mmu.storeByte(0x1000, 1);
        assertThat(machine.load(LAST + 8)).isEqualTo(pte(DATA, V | R | W | A | D));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 13", // not valid
        "0xc1, 15", // read-only page, store
        "0xc5, 13", // W without R is reserved
        "0xd7, 13", // a user's page from S-mode without SUM
    })
    void faultsOnWhatTheEntryForbids(String flags, long cause) {
        map(1, DATA, Long.decode(flags) | (cause == 15 ? R : 0));
        Runnable access = cause == 15 ? () -> mmu.storeInt(0x1004, 1) : () -> mmu.loadInt(0x1004);
        expectTrap(access, cause, 0x1004);
    }

    @Test
    void faultsOnReservedBitsAndMisplacedFlags() {
        map(1, DATA, LEAF | (1L << 60));
        expectTrap(() -> mmu.loadInt(0x1000), Cause.LOAD_PAGE_FAULT, 0x1000);
        machine.store(MIDDLE, pte(LAST, V | A));
        map(2, DATA, LEAF);
        expectTrap(() -> mmu.loadInt(0x2000), Cause.LOAD_PAGE_FAULT, 0x2000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void memoryTypesAreTakenWhereTheyAreEnabled(long type) {
        map(1, DATA, LEAF | type << 61);
        machine.store(DATA, 77);
        assertThat(mmu.loadInt(0x1000)).isEqualTo(77);
        hart.csrs.machine.write(0x30A, 0);
        mmu.flushAll();
        expectTrap(() -> mmu.loadInt(0x1000), Cause.LOAD_PAGE_FAULT, 0x1000);
    }

    @Test
    void faultsOnTheReservedTypeAndOnTypesOfTables() {
        map(1, DATA, LEAF | 3L << 61);
        expectTrap(() -> mmu.loadInt(0x1000), Cause.LOAD_PAGE_FAULT, 0x1000);
        map(2, DATA, LEAF);
        machine.store(MIDDLE, pte(LAST, V) | 1L << 61);
        expectTrap(() -> mmu.loadInt(0x2000), Cause.LOAD_PAGE_FAULT, 0x2000);
    }

    @Test
    void aRangeOf64KibIsMappedBySixteenEntriesAlike() {
        for (int n = 16; n < 32; n++) {
            map(n, DATA + 0x8000, LEAF | NAPOT);
        }
        machine.store(DATA + 0xf008, 5);
        assertThat(mmu.loadLong(0x1_f008)).isEqualTo(5);
        machine.store(DATA + 0x10, 6);
        assertThat(mmu.loadLong(0x1_0010)).isEqualTo(6);
    }

    @Test
    void anAddressOfARangeFlushesAllOfIt() {
        for (int n = 16; n < 32; n++) {
            map(n, DATA + 0x8000, LEAF | NAPOT);
        }
        mmu.loadLong(0x1_5000);
        for (int n = 16; n < 32; n++) {
            map(n, 0, 0);
        }
        mmu.flushAddress(0x1_0000);
        expectTrap(() -> mmu.loadLong(0x1_5000), Cause.LOAD_PAGE_FAULT, 0x1_5000);
    }

    @Test
    void faultsOnReservedRanges() {
        map(16, DATA, LEAF | NAPOT);
        expectTrap(() -> mmu.loadInt(0x1_0000), Cause.LOAD_PAGE_FAULT, 0x1_0000);
        machine.store(MIDDLE + 8, pte(DATA, LEAF | NAPOT));
        expectTrap(() -> mmu.loadInt(0x20_0000), Cause.LOAD_PAGE_FAULT, 0x20_0000);
        machine.store(MIDDLE, pte(LAST, V) | NAPOT);
        expectTrap(() -> mmu.loadInt(0x1000), Cause.LOAD_PAGE_FAULT, 0x1000);
    }

    @Test
    void zeroesABlockAndRefusesWhatMayNotBeStored() {
        map(1, DATA, LEAF);
        machine.store(DATA + 56, -1);
        machine.store(DATA + 64, -1);
        mmu.zeroBlock(0x1013);
        assertThat(machine.load(DATA + 56)).isZero();
        assertThat(machine.load(DATA + 64)).isEqualTo(-1);
        map(2, DATA, V | R | A);
        mmu.checkBlock(0x2013);
        expectTrap(() -> mmu.zeroBlock(0x2013), Cause.STORE_PAGE_FAULT, 0x2013);
        map(3, DATA, V | X | A);
        expectTrap(() -> mmu.checkBlock(0x3013), Cause.STORE_PAGE_FAULT, 0x3013);
        map(4, 0x4000_0000, LEAF);
        expectTrap(() -> mmu.zeroBlock(0x4013), Cause.STORE_ACCESS, 0x4013);
    }

    @Test
    void faultsOnAMisalignedSuperpage() {
        machine.store(MIDDLE + 8, pte(DATA + 0x1000, LEAF));
        expectTrap(() -> mmu.loadInt(0x20_0000), Cause.LOAD_PAGE_FAULT, 0x20_0000);
    }

    @Test
    void sumOpensUserPagesAndMxrExecutableOnes() {
        map(1, DATA, LEAF | U);
        map(2, DATA, V | X | A);
        hart.csrs.setStatus(Csrs.SUM);
        mmu.storeInt(0x1000, 7);
        hart.csrs.setStatus(0);
        expectTrap(() -> mmu.loadInt(0x1000), Cause.LOAD_PAGE_FAULT, 0x1000);
        expectTrap(() -> mmu.loadInt(0x2000), Cause.LOAD_PAGE_FAULT, 0x2000);
        hart.csrs.setStatus(Csrs.MXR);
        assertThat(mmu.loadInt(0x2000)).isEqualTo(7);
    }

    @Test
    void sumLeavesTheKernelsOwnTranslationsInPlace() {
        map(1, DATA, LEAF);
        machine.store(DATA, 1);
        machine.store(DATA + 0x1000, 2);
        mmu.loadLong(0x1000);
        map(1, DATA + 0x1000, LEAF);
        hart.csrs.setStatus(Csrs.SUM);
        assertThat(mmu.loadLong(0x1000)).isEqualTo(1);
        hart.csrs.setStatus(0);
        assertThat(mmu.loadLong(0x1000)).isEqualTo(1);
    }

    @Test
    void aPageCrossingStoreChangesNothingIfTheSecondPageFaults() {
        map(1, DATA, LEAF);
        machine.store(DATA + 0xff8, 0);
        expectTrap(() -> mmu.storeLong(0x1ffd, -1), Cause.STORE_PAGE_FAULT, 0x2000);
        assertThat(machine.load(DATA + 0xff8)).isZero();
        expectTrap(() -> mmu.storeLong(0xfff, -1), Cause.STORE_PAGE_FAULT, 0xfff);
    }

    @Test
    void aPageCrossingAccessJoinsTwoFrames() {
        map(1, DATA + 0x5000, LEAF);
        map(2, DATA, LEAF);
        mmu.storeLong(0x1ffd, 0x1122334455667788L);
        assertThat(mmu.loadLong(0x1ffd)).isEqualTo(0x1122334455667788L);
        assertThat(Window.getByte(machine.hva(DATA + 0x5fff))).isEqualTo((byte) 0x66);
        assertThat(Window.getByte(machine.hva(DATA))).isEqualTo((byte) 0x55);
        assertThat(mmu.loadInt(0x1ffe)).isEqualTo(0x44556677);
    }

    @Test
    void misalignedAtomicsTrap() {
        map(1, DATA, LEAF);
        expectTrap(() -> mmu.atomicLoadAddress(0x1004, 8), Cause.LOAD_MISALIGNED, 0x1004);
        expectTrap(() -> mmu.atomicStoreAddress(0x1002, 4), Cause.STORE_MISALIGNED, 0x1002);
    }

    @Test
    void atomicsOutsideMemoryAreAccessFaults() {
        map(1, 0x1000_0000, LEAF);
        expectTrap(() -> mmu.atomicStoreAddress(0x1008, 8), Cause.STORE_ACCESS, 0x1008);
        expectTrap(() -> mmu.atomicLoadAddress(0x1008, 8), Cause.LOAD_ACCESS, 0x1008);
    }

    @Test
    void aTableOutsideMemoryIsAnAccessFault() {
        machine.store(MIDDLE, pte(0x1000_0000, V));
        expectTrap(() -> mmu.loadInt(0x1000), Cause.LOAD_ACCESS, 0x1000);
    }

    @Test
    void oneFlushInASuperpageDropsAllItsPieces() {
        machine.store(MIDDLE + 8, pte(DATA, LEAF));
        machine.store(DATA + 0x1000, 1);
        machine.store(DATA + 0x20_1000, 2);
        assertThat(mmu.loadLong(0x20_1000)).isEqualTo(1);
        mmu.loadLong(0x20_3000);
        machine.store(MIDDLE + 8, pte(DATA + 0x20_0000, LEAF));
        mmu.flushAddress(0x20_3000);
        assertThat(mmu.loadLong(0x20_1000)).isEqualTo(2);
    }

    @Test
    void aFlushedAddressIsTranslatedAgainAndOthersAreNot() {
        map(1, DATA, LEAF);
        map(2, DATA, LEAF);
        machine.store(DATA, 1);
        machine.store(DATA + 0x1000, 2);
        mmu.loadLong(0x1000);
        mmu.loadLong(0x2000);
        map(1, DATA + 0x1000, LEAF);
        map(2, DATA + 0x1000, LEAF);
        mmu.flushAddress(0x1000);
        assertThat(mmu.loadLong(0x1000)).isEqualTo(2);
        assertThat(mmu.loadLong(0x2000)).isEqualTo(1);
        mmu.flushAll();
        assertThat(mmu.loadLong(0x2000)).isEqualTo(2);
    }

    @Test
    void fencesOfOtherHartsDropTheirRangesAndLongOnesAll() {
        PendingFences fences = new PendingFences();
        for (int page = 1; page <= 4; page++) {
            map(page, DATA, LEAF);
            machine.store(DATA, 1);
            machine.store(DATA + 0x1000, 2);
            mmu.loadLong(0x1000L * page);
            map(page, DATA + 0x1000, LEAF);
        }
        fences.add(0x1ff8, 0x10);
        fences.apply(mmu);
        assertThat(mmu.loadLong(0x1000)).isEqualTo(2);
        assertThat(mmu.loadLong(0x2000)).isEqualTo(2);
        assertThat(mmu.loadLong(0x3000)).as("not in the range").isEqualTo(1);
        fences.apply(mmu);
        assertThat(mmu.loadLong(0x3000)).as("applied once").isEqualTo(1);
        fences.add(0x10_0000, 65 << 12);
        fences.apply(mmu);
        assertThat(mmu.loadLong(0x3000)).isEqualTo(2);
    }

    @Test
    void moreFencesThanAreKeptDropAll() {
        PendingFences fences = new PendingFences();
        map(1, DATA, LEAF);
        machine.store(DATA, 1);
        machine.store(DATA + 0x1000, 2);
        mmu.loadLong(0x1000);
        map(1, DATA + 0x1000, LEAF);
        for (int i = 0; i < 9; i++) {
            fences.add(0x10_0000, 4096);
        }
        fences.apply(mmu);
        assertThat(mmu.loadLong(0x1000)).isEqualTo(2);
    }

    @Test
    void addressSpacesDoNotMix() {
        map(1, DATA, LEAF);
        machine.store(DATA, 1);
        machine.store(DATA + 0x1000, 2);
        mmu.loadLong(0x1000);
        map(1, DATA + 0x1000, LEAF);
        mmu.flushSpace(7);
        assertThat(mmu.loadLong(0x1000)).as("only another space was flushed").isEqualTo(1);
        setSatp(8, 7);
        assertThat(mmu.loadLong(0x1000)).isEqualTo(2);
        map(2, DATA, LEAF);
        setSatp(8, 0);
        mmu.loadLong(0x2000);
        map(2, DATA + 0x1000, LEAF);
        setSatp(8, 7);
        setSatp(8, 0);
        assertThat(mmu.loadLong(0x2000)).as("still cached").isEqualTo(1);
        mmu.flushSpace(0);
        assertThat(mmu.loadLong(0x2000)).isEqualTo(2);
    }

    @Test
    void moreAddressSpacesThanSlotsNeverShowEachOthersPages() {
        machine.store(DATA, 1);
        machine.store(DATA + 0x1000, 2);
        for (int asid = 0; asid < 300; asid++) {
            map(1, DATA + 0x1000L * (asid & 1), LEAF);
            setSatp(8, asid);
            assertThat(mmu.loadLong(0x1000)).isEqualTo(1 + (asid & 1));
        }
    }
}
