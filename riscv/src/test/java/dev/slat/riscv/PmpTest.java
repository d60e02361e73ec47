package dev.slat.riscv;

import static dev.slat.riscv.Privilege.MACHINE;
import static dev.slat.riscv.Privilege.SUPERVISOR;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PmpTest {
    private static final int CONFIG = 0x3A0;
    private static final int ADDRESS = 0x3B0;
    private static final int R = 1;
    private static final int RWX = 7;
    private static final int TOR = 1 << 3;
    private static final int NA4 = 2 << 3;
    private static final int NAPOT = 3 << 3;
    private static final int LOCK = 0x80;

    private final Pmp pmp = new Pmp();

    PmpTest() {
        pmp.reset();
    }

    private void set(int entry, int config, long address) {
        pmp.write(ADDRESS + entry, address);
        int csr = CONFIG + entry / 8 * 2;
        int shift = 8 * (entry % 8);
        pmp.write(csr, (pmp.read(csr) & ~(0xffL << shift)) | (long) config << shift);
    }

    private boolean load(int privilege, long gpa, int size) {
        return pmp.permits(privilege, gpa, size, PageTable.LOAD);
    }

    @Test
    void withoutAnEntryOnlyMachineModeHasAccess() {
        assertThat(load(MACHINE, 0x8000_0000L, 8)).isTrue();
        assertThat(load(SUPERVISOR, 0x8000_0000L, 8)).isFalse();
    }

    /** Mode, address register, first and last byte that match. */
    @ParameterizedTest
    @CsvSource({
        "2, 0x20000001, 0x80000004, 0x80000007", // NA4
        "3, 0x20000000, 0x80000000, 0x80000007", // NAPOT, 8 bytes
        "3, 0x200001ff, 0x80000000, 0x80000fff", // NAPOT, 4 KiB
        "1, 0x20000003, 0x80000000, 0x8000000b", // TOR, from entry 0's address
    })
    void anEntryMatchesItsRange(int mode, String register, String first, String last) {
        set(0, 0, 0x2000_0000);
        set(1, mode << 3 | R, Long.decode(register));
        assertThat(load(SUPERVISOR, Long.decode(first), 4)).isTrue();
        assertThat(load(SUPERVISOR, Long.decode(last) - 3, 4)).isTrue();
        assertThat(load(SUPERVISOR, Long.decode(first) - 4, 4)).isFalse();
        assertThat(load(SUPERVISOR, Long.decode(last) + 1, 4)).isFalse();
        assertThat(load(SUPERVISOR, Long.decode(last) - 1, 4)).as("partly outside").isFalse();
    }

    @Test
    void aTorRangeThatIsEmptyMatchesNothing() {
        set(0, 0, 0x2000_0010);
        set(1, TOR | RWX, 0x2000_0010);
        assertThat(load(SUPERVISOR, 0x8000_0040L, 4)).isFalse();
        assertThat(pmp.permits(SUPERVISOR, 0, 4, PageTable.LOAD)).isFalse();
        set(2, NAPOT | RWX, -1);
        assertThat(load(SUPERVISOR, 0, 1)).isTrue();
        assertThat(pmp.coversPage()).isTrue();
    }

    @Test
    void theFirstTorRangeBeginsAtZero() {
        set(0, TOR | R, 0x100);
        assertThat(load(SUPERVISOR, 0, 8)).isTrue();
        assertThat(load(SUPERVISOR, 0x400, 4)).isFalse();
    }

    @Test
    void theFirstMatchDecides() {
        set(0, NAPOT, 0x2000_01ff);
        set(15, NAPOT | RWX, -1);
        assertThat(load(SUPERVISOR, 0x8000_0ff8L, 8)).isFalse();
        assertThat(load(SUPERVISOR, 0x8000_1000L, 8)).isTrue();
        assertThat(load(MACHINE, 0x8000_0000L, 8)).as("not locked").isTrue();
    }

    @Test
    void eachKindOfAccessHasItsBit() {
        set(0, NAPOT | R, -1);
        assertThat(pmp.permits(SUPERVISOR, 0, 4, PageTable.LOAD)).isTrue();
        assertThat(pmp.permits(SUPERVISOR, 0, 4, PageTable.STORE)).isFalse();
        assertThat(pmp.permits(SUPERVISOR, 0, 4, PageTable.FETCH)).isFalse();
    }

    @Test
    void aLockedEntryBindsMachineModeAndCannotBeWritten() {
        set(1, LOCK | TOR | R, 0x2000_0400);
        long config = pmp.read(CONFIG);
        set(1, NAPOT | RWX, -1);
        set(0, 0, 0x1234);
        assertThat(pmp.read(CONFIG)).isEqualTo(config);
        assertThat(pmp.read(ADDRESS + 1)).isEqualTo(0x2000_0400);
        assertThat(pmp.read(ADDRESS)).as("the bound below a locked TOR").isZero();
        assertThat(pmp.permits(MACHINE, 0x8000_0000L, 4, PageTable.STORE)).isFalse();
        assertThat(pmp.permits(MACHINE, 0x8000_1000L, 4, PageTable.STORE)).isTrue();
    }

    @Test
    void writeWithoutReadIsNotKept() {
        set(3, NA4 | 2 | 4, 0);
        assertThat(pmp.read(CONFIG) >>> 24).isEqualTo(NA4 | 4);
    }

    @Test
    void reservedConfigurationBitsReadAsZero() {
        pmp.write(CONFIG + 2, 0x7f);
        assertThat(pmp.read(CONFIG + 2)).isEqualTo(0x1f);
    }

    @Test
    void theAnswerHoldsAsFarAsOneEntryDecides() {
        set(0, NA4, 0x2000_0010);
        set(1, NAPOT | RWX, -1);
        assertThat(load(SUPERVISOR, 0x8000_0000L, 4)).isTrue();
        assertThat(pmp.coversPage()).isFalse();
        assertThat(pmp.firstOffset()).isZero();
        assertThat(pmp.endOffset()).isEqualTo(0x40);
        assertThat(load(SUPERVISOR, 0x8000_0800L, 4)).isTrue();
        assertThat(pmp.firstOffset()).isEqualTo(0x44);
        assertThat(pmp.endOffset()).isEqualTo(0x1000);
        assertThat(load(SUPERVISOR, 0x8000_1000L, 4)).isTrue();
        assertThat(pmp.coversPage()).isTrue();
    }

    @Test
    void oddConfigurationRegistersAndThoseBeyondSixteenEntriesDoNotExist() {
        assertThat(Pmp.has(CONFIG + 1)).isFalse();
        assertThat(Pmp.has(CONFIG + 4)).isFalse();
        assertThat(Pmp.has(ADDRESS + 15)).isTrue();
        assertThat(Pmp.has(ADDRESS + 16)).isFalse();
    }
}
