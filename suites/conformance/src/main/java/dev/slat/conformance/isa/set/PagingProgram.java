package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.conformance.isa.set.Bare.FETCH_PAGE;
import static dev.slat.conformance.isa.set.Bare.LOAD_ACCESS;
import static dev.slat.conformance.isa.set.Bare.LOAD_PAGE;
import static dev.slat.conformance.isa.set.Bare.MACHINE;
import static dev.slat.conformance.isa.set.Bare.RAM;
import static dev.slat.conformance.isa.set.Bare.STORE_PAGE;
import static dev.slat.conformance.isa.set.Bare.SUPERVISOR;
import static dev.slat.conformance.isa.set.Bare.USER;

import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;

/**
 * Sv39 or Sv48: permissions, A and D by hardware and by page fault, exact stval, MPRV and PMP on
 * the walk.
 *
 * <p>RAM is mapped to itself by a gigapage for S-mode. The gigapage from 0x40000000 has one table
 * whose first entry leads to a table of small pages, all of them over one data page.
 */
final class PagingProgram {
    private static final long ROOT = RAM + 0x8000;
    private static final long UPPER = RAM + 0x9000;
    private static final long MIDDLE = RAM + 0xa000;
    private static final long LAST = RAM + 0xb000;
    private static final long DATA = RAM + 0xc000;

    private static final long FREE = 0x4000_0000L;
    private static final long SUM = 1 << 18;
    private static final long MXR = 1 << 19;
    private static final long MPRV = 1 << 17;
    private static final long ADUE = 1L << 61;

    private static final int V = 1;
    private static final int R = 2;
    private static final int W = 4;
    private static final int X = 8;
    private static final int U = 16;
    private static final int A = 64;
    private static final int D = 128;

    /** The small pages by number. */
    private static final int READ_WRITE = 0;

    private static final int ABSENT = 1;
    private static final int READ_ONLY = 2;
    private static final int EXECUTE_ONLY = 3;
    private static final int USERS = 4;
    private static final int FRESH = 5;
    private static final int RESERVED = 6;

    private static final long[] PAGES = {
        V | R | W | A | D, R | W, V | R | A, V | X | A, V | R | W | X | U | A | D, V | R | W, V | W,
    };

    private PagingProgram() {}

    static Program make(int levels) {
        Bare bare = new Bare();
        bare.openMemory().set(Csr.MENVCFG, ADUE);
        long root = levels == 4 ? ROOT : UPPER;
        bare.set(Csr.SATP, (levels + 5L) << 60 | root >> 12);
        bare.code().sfenceVma();
        permissions(bare);
        values(bare, levels);
        accessedAndDirty(bare);
        machineMode(bare);
        bare.pass();
        bare.at(ROOT).code().dword(UPPER >> 12 << 10 | V);
        bare.at(UPPER).code().dword(0, MIDDLE >> 12 << 10 | V, gigapage(RAM));
        bare.at(MIDDLE).code().dword(LAST >> 12 << 10 | V, (RAM + 0x1000) >> 12 << 10 | V | R);
        bare.at(LAST);
        for (long flags : PAGES) {
            bare.code().dword(DATA >> 12 << 10 | flags);
        }
        bare.at(DATA).code().dword(0x0011_2233_4455_6677L);
        return bare.assemble();
    }

    private static long gigapage(long physical) {
        return physical >> 12 << 10 | V | R | W | X | A | D;
    }

    private static long page(int number) {
        return FREE + 0x1000L * number;
    }

    private static void load(Bare bare, int mode, int number, boolean allowed) {
        access(bare, mode, number, () -> bare.code().ld(A0, 0, T0), allowed ? 0 : LOAD_PAGE);
    }

    private static void store(Bare bare, int mode, int number, boolean allowed) {
        access(bare, mode, number, () -> bare.code().sd(A0, 8, T0), allowed ? 0 : STORE_PAGE);
    }

    private static void access(Bare bare, int mode, int number, Runnable access, int cause) {
        Runnable action =
                () -> {
                    bare.code().li(T0, page(number));
                    access.run();
                };
        if (cause == 0) {
            bare.expectNoTrap(mode, action);
        } else {
            bare.expectTrap(mode, action, cause, page(number) + (cause == STORE_PAGE ? 8 : 0));
        }
    }

    private static void permissions(Bare bare) {
        load(bare, SUPERVISOR, READ_WRITE, true);
        bare.next().expect(A0, 0x0011_2233_4455_6677L);
        store(bare, SUPERVISOR, READ_WRITE, true);
        load(bare, SUPERVISOR, READ_ONLY, true);
        store(bare, SUPERVISOR, READ_ONLY, false);
        load(bare, SUPERVISOR, EXECUTE_ONLY, false);
        bare.setBits(Csr.MSTATUS, MXR);
        load(bare, SUPERVISOR, EXECUTE_ONLY, true);
        bare.clearBits(Csr.MSTATUS, MXR);
        load(bare, SUPERVISOR, USERS, false);
        bare.setBits(Csr.MSTATUS, SUM);
        load(bare, SUPERVISOR, USERS, true);
        access(bare, SUPERVISOR, USERS, () -> bare.code().jr(T0), FETCH_PAGE);
        bare.clearBits(Csr.MSTATUS, SUM);
        load(bare, SUPERVISOR, ABSENT, false);
        load(bare, SUPERVISOR, RESERVED, false);
        access(bare, SUPERVISOR, READ_WRITE, () -> bare.code().jr(T0), FETCH_PAGE);
        // U-mode reaches nothing but its own pages, not even the code that is to be run.
        bare.expectTrap(USER, () -> bare.code().nop(), FETCH_PAGE, Bare.AT);
    }

    private static void values(Bare bare, int levels) {
        var code = bare.code();
        // A misaligned access into a page that is absent names the part that faults.
        long border = page(ABSENT);
        bare.expectTrap(SUPERVISOR, () -> code.li(T0, border - 3).ld(A0, 0, T0), LOAD_PAGE, border);
        bare.expectTrap(
                SUPERVISOR, () -> code.li(T0, border - 3).sd(A0, 0, T0), STORE_PAGE, border);
        bare.expectTrap(
                SUPERVISOR, () -> code.li(T0, border + 1).ld(A0, 0, T0), LOAD_PAGE, border + 1);
        long misplaced = FREE + (2 << 20) + 0x10; // a megapage that is not aligned
        bare.expectTrap(
                SUPERVISOR, () -> code.li(T0, misplaced).ld(A0, 0, T0), LOAD_PAGE, misplaced);
        long notExtended = 1L << (levels == 3 ? 38 : 47);
        bare.expectTrap(
                SUPERVISOR, () -> code.li(T0, notExtended).lb(A0, 0, T0), LOAD_PAGE, notExtended);
    }

    private static void entry(Bare bare, int number) {
        bare.code().li(T1, LAST + 8L * number).ld(S2, 0, T1);
    }

    /** With ADUE the walk sets the bits; without, what it would set is a page fault. */
    private static void accessedAndDirty(Bare bare) {
        var code = bare.code();
        bare.set(Csr.MENVCFG, 0);
        load(bare, SUPERVISOR, FRESH, false);
        store(bare, SUPERVISOR, FRESH, false);
        bare.set(Csr.MENVCFG, ADUE);
        code.sfenceVma();
        load(bare, SUPERVISOR, FRESH, true);
        entry(bare.next(), FRESH);
        bare.expectBits(S2, A | D, A);
        bare.set(Csr.MENVCFG, 0);
        code.sfenceVma();
        load(bare, SUPERVISOR, FRESH, true);
        store(bare, SUPERVISOR, FRESH, false);
        bare.set(Csr.MENVCFG, ADUE);
        code.sfenceVma();
        store(bare, SUPERVISOR, FRESH, true);
        entry(bare.next(), FRESH);
        bare.expectBits(S2, A | D, A | D);
    }

    private static void machineMode(Bare bare) {
        var code = bare.code();
        // Under MPRV M-mode's loads and stores go through the table, as MPP would; fetches do not.
        bare.next().clearBits(Csr.MSTATUS, Bare.MPP);
        bare.setBits(Csr.MSTATUS, 1 << 11 | MPRV);
        code.li(T0, page(READ_WRITE)).ld(A1, 0, T0);
        bare.expect(A1, 0x0011_2233_4455_6677L);
        bare.expectTrap(
                MACHINE, () -> code.li(T0, page(ABSENT)).ld(A0, 0, T0), LOAD_PAGE, page(ABSENT));
        bare.clearBits(Csr.MSTATUS, MPRV);
        // A table that PMP hides is an access fault of the access, not of the walk.
        bare.set(Csr.PMPADDR1, -1).set(Csr.PMPADDR0, LAST >> 2 | 0x1ff);
        bare.set(Csr.PMPCFG0, 0x1f18);
        code.sfenceVma();
        bare.expectTrap(
                SUPERVISOR,
                () -> code.li(T0, page(READ_WRITE)).ld(A0, 0, T0),
                LOAD_ACCESS,
                page(READ_WRITE));
        // Read-only, it can be walked, but no bit can be set in it.
        bare.set(Csr.PMPCFG0, 0x1f19);
        code.sfenceVma();
        load(bare, SUPERVISOR, READ_WRITE, true);
    }
}
