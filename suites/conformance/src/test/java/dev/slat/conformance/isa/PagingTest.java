package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A4;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.ZERO;
import static dev.slat.conformance.isa.PageTable.A;
import static dev.slat.conformance.isa.PageTable.D;
import static dev.slat.conformance.isa.PageTable.FREE;
import static dev.slat.conformance.isa.PageTable.R;
import static dev.slat.conformance.isa.PageTable.U;
import static dev.slat.conformance.isa.PageTable.V;
import static dev.slat.conformance.isa.PageTable.W;
import static dev.slat.conformance.isa.PageTable.X;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Instruction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

/** Privileged manual, "Virtual Address Translation Process" and the pages on Sv39 and Sv48. */
class PagingTest {
    private static final long SPP = 1 << 8;
    private static final long SUM = 1 << 18;
    private static final long MXR = 1 << 19;
    private static final long PHYSICAL = Guest.RAM + (1 << 20);
    private static final long USER_CODE = FREE + (2 << 20);
    private static final long USER_PHYSICAL = Guest.RAM + (2 << 20);

    private final Guest guest = new Guest();
    private final PageTable table = PageTable.sv39(guest);

    @AfterEach
    void close() {
        guest.close();
    }

    /** Access, flags of the page, privilege, sstatus bits, scause or ok. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    load,  V R A D,     S, 0,   ok
                    load,  V X A D,     S, 0,   13
                    load,  V X A D,     S, MXR, ok
                    load,  V R U A D,   S, 0,   13
                    load,  V R U A D,   S, SUM, ok
                    load,  V X U A D,   S, SUM, 13
                    load,  R A D,       S, 0,   13
                    load,  V W A D,     S, 0,   13
                    load,  V W X A D,   S, 0,   13
                    load,  V A D,       S, 0,   13
                    load,  V R A D,     U, 0,   13
                    load,  V R U A D,   U, 0,   ok
                    load,  V X U A D,   U, 0,   13
                    load,  V X U A D,   U, MXR, ok
                    store, V R W A D,   S, 0,   ok
                    store, V R A D,     S, 0,   15
                    store, V R X A D,   S, MXR, 15
                    store, V W A D,     S, 0,   15
                    store, V R W U A D, S, 0,   15
                    store, V R W U A D, S, SUM, ok
                    store, V R W A D,   U, 0,   15
                    store, V R W U A D, U, 0,   ok
                    fetch, V X A D,     S, 0,   ok
                    fetch, V R A D,     S, MXR, 12
                    fetch, V R X U A D, S, SUM, 12
                    fetch, V R X A D,   U, 0,   12
                    fetch, V R X U A D, U, 0,   ok
                    fetch, R X A D,     S, 0,   12
                    fetch, V W X A D,   S, 0,   12
                    amo,   V R A D,     S, 0,   15
                    amo,   R W A D,     S, 0,   15
                    amo,   V R W A D,   S, 0,   ok
                    lr,    V R A D,     S, 0,   ok
                    lr,    V X A D,     S, 0,   13
                    sc,    V R A D,     S, 0,   15
                    """)
    void permissions(String access, String flags, String mode, String status, String cause) {
        table.map(FREE, PHYSICAL, 0, flags(flags));
        guest.load(Assembler.at(PHYSICAL).jr(T2).assemble());
        Assembler user = Assembler.at(USER_CODE);
        boolean supervisor = mode.equals("S");
        Assembler code = table.enable(Guest.program(), T0);
        code.li(T0, bits(status)).csrs(Csr.SSTATUS, T0);
        long at = access(supervisor ? code : user, access);
        if (supervisor) {
            guest.run(Guest.end(code));
        } else {
            user.label("end").ecall();
            loadUser(user);
            enterUser(code);
            guest.run(code.assemble());
        }
        if (cause.equals("ok")) {
            if (supervisor) {
                guest.get(A0);
            } else {
                assertThat(guest.trap().cause()).isEqualTo(8);
            }
            return;
        }
        Guest.TrapSeen trap = guest.trap();
        assertThat(trap.cause()).isEqualTo(Long.parseLong(cause));
        assertThat(trap.value()).isEqualTo(FREE);
        assertThat(trap.epc()).isEqualTo(access.equals("fetch") ? FREE : at);
        assertThat(trap.status() & SPP).isEqualTo(supervisor ? SPP : 0);
    }

    /** One access to the page; its address is returned. */
    private static long access(Assembler code, String access) {
        code.li(T1, FREE).la(T2, "after");
        if (access.equals("sc")) {
            code.lrD(A0, T1);
        }
        long at = code.here();
        switch (access) {
            case "load" -> code.ld(A0, 0, T1);
            case "store" -> code.sd(A0, 0, T1);
            case "fetch" -> code.jr(T1);
            case "amo" -> code.amoaddD(A0, ZERO, T1);
            case "lr" -> code.lrD(A0, T1);
            case "sc" -> code.scD(A0, ZERO, T1);
            default -> throw new IllegalArgumentException(access);
        }
        code.label("after");
        return at;
    }

    private void loadUser(Assembler user) {
        table.map(USER_CODE, USER_PHYSICAL, 0, V | R | X | U | A | D);
        byte[] bytes = user.assemble().bytes();
        guest.load(Assembler.at(USER_PHYSICAL).bytes(bytes).assemble());
    }

    private static void enterUser(Assembler code) {
        code.li(T0, USER_CODE).csrw(Csr.SEPC, T0).li(T0, SPP).csrc(Csr.SSTATUS, T0).sret();
    }

    @Test
    void aLoadSetsAccessedAndAStoreSetsDirty() {
        table.map(FREE, PHYSICAL, 0, V | R | W).map(FREE + 0x1000, PHYSICAL, 0, V | R | W);
        Assembler code = table.enable(Guest.program(), T0).li(T1, FREE).ld(A0, 0, T1);
        code.lui(T2, 1).add(T1, T1, T2).sd(A0, 0, T1);
        guest.run(Guest.end(code)).get(A0);
        assertThat(table.entry(FREE, 0) & (A | D)).isEqualTo(A);
        assertThat(table.entry(FREE + 0x1000, 0) & (A | D)).isEqualTo(A | D);
    }

    @Test
    void aStoreAfterALoadOfTheSamePageSetsDirtyToo() {
        table.map(FREE, PHYSICAL, 0, V | R | W);
        Assembler code = table.enable(Guest.program(), T0).li(T1, FREE).ld(A0, 0, T1);
        guest.run(Guest.end(code.sd(A0, 8, T1))).get(A0);
        assertThat(table.entry(FREE, 0) & (A | D)).isEqualTo(A | D);
    }

    @ParameterizedTest
    @ValueSource(ints = {54, 55, 56, 57, 58, 59, 60, 63})
    void aReservedBitOfAnEntryFaults(int bit) {
        table.map(FREE, PHYSICAL, 0, V | R | W | A | D | 1L << bit);
        assertFault(FREE, 13, FREE);
    }

    /** Svpbmt has types 1 and 2. */
    @Test
    void theReservedTypeOfMemoryFaults() {
        table.map(FREE, PHYSICAL, 0, V | R | W | A | D | 3L << 61);
        assertFault(FREE, 13, FREE);
    }

    @ParameterizedTest
    @ValueSource(longs = {A, D, U})
    void aPointerWithFlagsOfALeafFaults(long flag) {
        table.map(FREE, PHYSICAL, 0, V | R | A | D);
        table.set(FREE, 1, table.entry(FREE, 1) | flag);
        assertFault(FREE, 13, FREE);
    }

    @Test
    void aPointerAtTheLastLevelFaults() {
        table.map(FREE, PHYSICAL, 0, V);
        assertFault(FREE, 13, FREE);
    }

    @ParameterizedTest
    @CsvSource({"1, 0x80001000", "2, 0x80001000", "2, 0x80200000"})
    void aMisalignedSuperpageFaults(int level, String physical) {
        table.map(FREE, Long.decode(physical), level, V | R | A | D);
        assertFault(FREE + 0x5008, 13, FREE + 0x5008);
    }

    @ParameterizedTest
    @CsvSource({"1, 0x80200000", "2, 0x80000000"})
    void aSuperpageMapsAllOfIt(int level, String physical) {
        long offset = 0x123458;
        guest.setDword(Long.decode(physical) + offset, 77);
        table.map(FREE, Long.decode(physical), level, V | R | A | D);
        Assembler code = table.enable(Guest.program(), T0).li(T1, FREE + offset).ld(A0, 0, T1);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0x40_0000_0000L,
                0xffff_ffbf_ffff_f000L,
                0x8000_0000_4000_0000L,
                0x0100_0000_4000_0000L
            })
    void sv39FaultsOutsideItsAddresses(long address) {
        table.map(FREE, PHYSICAL, 0, V | R | W | A | D);
        assertFault(address, 13, address);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x8000_0000_0000L, 0xffff_7fff_ffff_f000L, 0x0001_0000_4000_0000L})
    void sv48FaultsOutsideItsAddresses(long address) {
        PageTable sv48 = PageTable.sv48(guest);
        sv48.map(FREE, PHYSICAL, 0, V | R | W | A | D);
        Assembler code = sv48.enable(Guest.program(), T0).li(T1, address).ld(A0, 0, T1);
        Guest.TrapSeen trap = guest.run(Guest.end(code)).trap();
        assertThat(trap.cause()).isEqualTo(13);
        assertThat(trap.value()).isEqualTo(address);
    }

    @Test
    void sv48MapsTheUpperHalfAndBigPages() {
        long address = 0xffff_8000_0000_0000L;
        PageTable sv48 = PageTable.sv48(guest);
        sv48.map(address, PHYSICAL, 0, V | R | W | A | D);
        guest.setDword(PHYSICAL + 16, 5);
        Assembler code = sv48.enable(Guest.program(), T0).li(T1, address).ld(A0, 16, T1);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(5);
    }

    /** Access, distance before the page that is not mapped, scause; stval is that page. */
    @ParameterizedTest
    @CsvSource({"ld, 4, 13", "ld, 1, 13", "lw, 3, 13", "lh, 1, 13", "sd, 4, 15", "sw, 1, 15"})
    void anAccessAcrossPagesFaultsAtThePartThatFaults(String access, int before, int cause) {
        table.map(FREE, PHYSICAL, 0, V | R | W | A | D);
        table.set(FREE + 0x1000, 0, 0);
        Assembler code = table.enable(Guest.program(), T0).li(T1, FREE + 0x1000 - before);
        code.emit(Instruction.valueOf(access.toUpperCase(Locale.ROOT)), 10, 0, 6);
        Guest.TrapSeen trap = guest.run(Guest.end(code)).trap();
        assertThat(trap.cause()).isEqualTo(cause);
        assertThat(trap.value()).isEqualTo(FREE + 0x1000);
    }

    @Test
    void anInstructionAcrossPagesFaultsAtItsSecondHalf() {
        table.map(FREE, PHYSICAL, 0, V | X | A);
        table.set(FREE + 0x1000, 0, 0);
        guest.load(Assembler.at(PHYSICAL + 0xffe).add(A0, A0, A0).assemble());
        Assembler code = table.enable(Guest.program(), T0).li(T1, FREE + 0xffe).jr(T1);
        Guest.TrapSeen trap = guest.run(Guest.end(code)).trap();
        assertThat(trap.cause()).isEqualTo(12);
        assertThat(trap.epc()).isEqualTo(FREE + 0xffe);
        assertThat(trap.value()).isEqualTo(FREE + 0x1000);
    }

    @Test
    void aPageWhereNothingIsGivesAnAccessFaultWithTheVirtualAddress() {
        table.map(FREE, 0x1000, 0, V | R | W | A | D);
        assertFault(FREE + 8, 5, FREE + 8);
    }

    @Test
    void aPageTableWhereNothingIsGivesAnAccessFault() {
        table.set(FREE, 2, 0x2000 >> 12 << 10 | V);
        assertFault(FREE, 5, FREE);
    }

    @Test
    void fencingOneAddressOfASuperpageForgetsAllOfIt() {
        long other = Guest.RAM + (4 << 20);
        table.map(FREE, PHYSICAL & -(2 << 20), 1, V | R | W | A | D);
        guest.setDword(other, 1).setDword(other + 0x3000, 2);
        long entry = table.entryAddress(FREE, 1);
        Assembler code = table.enable(Guest.program(), T0);
        code.li(T1, FREE).li(T2, FREE + 0x3000).ld(A0, 0, T1).ld(A1, 0, T2);
        code.li(T0, other >> 12 << 10 | V | R | W | A | D).li(A4, entry).sd(T0, 0, A4);
        code.li(T0, FREE + 0x7000).sfenceVma(T0, ZERO).ld(A0, 0, T1).ld(A1, 0, T2);
        guest.run(Guest.end(code));
        assertThat(guest.get(A0)).isEqualTo(1);
        assertThat(guest.get(A1)).isEqualTo(2);
    }

    @Test
    void addressSpacesOfTwoAsidsDoNotMix() {
        PageTable second = new PageTable(guest, 3, Guest.RAM + (40 << 20));
        table.map(FREE, PHYSICAL, 0, V | R | A | D);
        second.map(FREE, PHYSICAL + 0x1000, 0, V | R | A | D);
        guest.setDword(PHYSICAL, 1).setDword(PHYSICAL + 0x1000, 2);
        Assembler code = Guest.program().li(T1, FREE);
        code.li(T0, table.satp(1)).csrw(Csr.SATP, T0).ld(A0, 0, T1);
        code.li(T0, second.satp(2)).csrw(Csr.SATP, T0).ld(A1, 0, T1);
        code.li(T0, table.satp(1)).csrw(Csr.SATP, T0).ld(A4, 0, T1);
        guest.run(Guest.end(code));
        assertThat(guest.get(A0)).isEqualTo(1);
        assertThat(guest.get(A1)).isEqualTo(2);
        assertThat(guest.get(A4)).isEqualTo(1);
    }

    private void assertFault(long address, long cause, long value) {
        Assembler code = table.enable(Guest.program(), T0).li(T1, address);
        long at = code.here();
        Guest.TrapSeen trap = guest.run(Guest.end(code.ld(A0, 0, T1))).trap();
        assertThat(trap.cause()).isEqualTo(cause);
        assertThat(trap.value()).isEqualTo(value);
        assertThat(trap.epc()).isEqualTo(at);
    }

    private static long flags(String names) {
        long flags = 0;
        for (String name : names.split(" ", -1)) {
            flags |=
                    switch (name) {
                        case "V" -> V;
                        case "R" -> R;
                        case "W" -> W;
                        case "X" -> X;
                        case "U" -> U;
                        case "A" -> A;
                        case "D" -> D;
                        default -> throw new IllegalArgumentException(names);
                    };
        }
        return flags;
    }

    private static long bits(String name) {
        return switch (name) {
            case "SUM" -> SUM;
            case "MXR" -> MXR;
            default -> 0;
        };
    }
}
