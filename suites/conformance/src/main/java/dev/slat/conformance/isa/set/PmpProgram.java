package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.RA;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.T0;
import static dev.slat.conformance.isa.set.Bare.FETCH_ACCESS;
import static dev.slat.conformance.isa.set.Bare.LOAD_ACCESS;
import static dev.slat.conformance.isa.set.Bare.MACHINE;
import static dev.slat.conformance.isa.set.Bare.RAM;
import static dev.slat.conformance.isa.set.Bare.STORE_ACCESS;
import static dev.slat.conformance.isa.set.Bare.SUPERVISOR;
import static dev.slat.conformance.isa.set.Bare.USER;

import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;

/** PMP: each way of matching, each permission, M-mode's freedom, MPRV and locks. */
final class PmpProgram {
    private static final long PAGE = RAM + 0x8000;

    /** Two instructions. */
    private static final long SUBROUTINE = PAGE + 0x100;

    private static final long MPRV = 1 << 17;
    private static final int ALL = 0x1f;
    private static final int TOR = 1 << 3;
    private static final int NA4 = 2 << 3;
    private static final int NAPOT = 3 << 3;

    private PmpProgram() {}

    static Program make() {
        Bare bare = new Bare();
        bare.expectTrap(SUPERVISOR, () -> bare.code().nop(), FETCH_ACCESS, Bare.AT);
        bare.set(Csr.PMPADDR15, -1).set(Csr.PMPCFG2, (long) ALL << 56);
        bare.expectNoTrap(USER, () -> bare.code().nop());
        permissions(bare);
        matching(bare);
        fetching(bare);
        machineMode(bare);
        bare.pass().at(PAGE).code().dword(1, 2, 3, 4);
        bare.at(SUBROUTINE).code().addi(A0, A0, 1).ret();
        return bare.assemble();
    }

    private static void load(Bare bare, int mode, long address, boolean allowed) {
        Runnable access = () -> bare.code().li(T0, address).lw(A0, 0, T0);
        if (allowed) {
            bare.expectNoTrap(mode, access);
        } else {
            bare.expectTrap(mode, access, LOAD_ACCESS, address);
        }
    }

    private static void store(Bare bare, int mode, long address, boolean allowed) {
        Runnable access = () -> bare.code().li(T0, address).sw(A0, 0, T0);
        if (allowed) {
            bare.expectNoTrap(mode, access);
        } else {
            bare.expectTrap(mode, access, STORE_ACCESS, address);
        }
    }

    private static void permissions(Bare bare) {
        bare.set(Csr.PMPADDR0, PAGE >> 2 | 0x1ff); // 4 KiB
        for (int mode : new int[] {USER, SUPERVISOR}) {
            for (int rights : new int[] {0, 1, 3, 4, 5, 7}) {
                bare.set(Csr.PMPCFG0, NAPOT | rights);
                load(bare, mode, PAGE, (rights & 1) != 0);
                store(bare, mode, PAGE, (rights & 2) != 0);
                load(bare, mode, PAGE + 0x1000, true);
                bare.set(Csr.PMPCFG0, 0);
            }
        }
    }

    private static void matching(Bare bare) {
        var code = bare.code();
        bare.set(Csr.PMPADDR0, (PAGE + 4) >> 2).set(Csr.PMPCFG0, NA4);
        load(bare, USER, PAGE, true);
        load(bare, USER, PAGE + 4, false);
        load(bare, USER, PAGE + 8, true);
        // An access of which a part matches is refused whole.
        bare.expectTrap(USER, () -> code.li(T0, PAGE).ld(A0, 0, T0), LOAD_ACCESS, PAGE);
        bare.set(Csr.PMPADDR0, (PAGE + 8) >> 2).set(Csr.PMPADDR1, (PAGE + 16) >> 2);
        bare.set(Csr.PMPCFG0, TOR << 8);
        load(bare, USER, PAGE + 4, true);
        load(bare, USER, PAGE + 8, false);
        load(bare, USER, PAGE + 12, false);
        load(bare, USER, PAGE + 16, true);
        // The entry with the lowest number decides.
        bare.set(Csr.PMPCFG0, TOR << 8 | NA4 | 1);
        load(bare, USER, PAGE + 8, true);
        load(bare, USER, PAGE + 12, false);
        bare.set(Csr.PMPCFG0, 0);
    }

    /** The bound of what may be executed lies between two instructions, then inside one. */
    private static void fetching(Bare bare) {
        var code = bare.code();
        Runnable call = () -> code.li(T0, SUBROUTINE).jalr(RA, 0, T0);
        bare.set(Csr.PMPADDR0, (SUBROUTINE + 4) >> 2).set(Csr.PMPCFG0, NA4 | 3);
        bare.expectTrap(USER, call, FETCH_ACCESS, SUBROUTINE + 4);
        bare.set(Csr.PMPCFG0, NA4 | 7);
        bare.expectNoTrap(USER, call);
        bare.set(Csr.PMPADDR0, SUBROUTINE >> 2).set(Csr.PMPCFG0, NA4);
        bare.expectTrap(USER, call, FETCH_ACCESS, SUBROUTINE);
        bare.expectTrap(USER, () -> code.li(T0, SUBROUTINE - 2).jr(T0), 2, 0);
        bare.set(Csr.PMPCFG0, 0);
    }

    private static void machineMode(Bare bare) {
        var code = bare.code();
        bare.set(Csr.PMPADDR0, PAGE >> 2 | 0x1ff).set(Csr.PMPCFG0, NAPOT);
        bare.next();
        code.li(T0, PAGE).lw(S2, 0, T0);
        bare.clearBits(Csr.MSTATUS, Bare.MPP).setBits(Csr.MSTATUS, MPRV);
        bare.expectTrap(MACHINE, () -> code.li(T0, PAGE).lw(A0, 0, T0), LOAD_ACCESS, PAGE);
        bare.clearBits(Csr.MSTATUS, MPRV);
        // Locked: it binds M-mode, and neither it nor its address changes until reset.
        bare.set(Csr.PMPCFG0, 0x80 | NAPOT | 1);
        bare.next();
        code.li(T0, PAGE).lw(S2, 0, T0);
        bare.expectTrap(MACHINE, () -> code.li(T0, PAGE).sw(A0, 0, T0), STORE_ACCESS, PAGE);
        bare.keeps(Csr.PMPCFG0, 0, 0x80 | NAPOT | 1);
        bare.keeps(Csr.PMPADDR0, 0, PAGE >> 2 | 0x1ff);
    }
}
