package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.ZERO;
import static dev.slat.conformance.isa.set.Bare.MACHINE;
import static dev.slat.conformance.isa.set.Bare.SUPERVISOR;

import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;

/** Interrupts into M-mode: the CLINT's, priorities, vectors, stimecmp and WFI. */
final class InterruptProgram {
    private static final long INTERRUPT = Long.MIN_VALUE;
    private static final long MIE = 1 << 3;
    private static final int MSI = 3;
    private static final int MTI = 7;
    private static final long MSIP = 0x200_0000;
    private static final long MTIMECMP = 0x200_4000;
    private static final long MTIME = 0x200_bff8;

    private InterruptProgram() {}

    static Program make() {
        Bare bare = new Bare();
        bare.openMemory();
        clint(bare);
        priorities(bare);
        supervisorTimer(bare);
        waiting(bare);
        vectors(bare);
        return bare.pass().assemble();
    }

    private static void store(Bare bare, long address, long value) {
        bare.code().li(T0, address).li(T1, value);
        if (address == MSIP) {
            bare.code().sw(T1, 0, T0);
        } else {
            bare.code().sd(T1, 0, T0);
        }
    }

    private static void clint(Bare bare) {
        var code = bare.code();
        bare.set(Csr.MIE, 1 << MSI | 1 << MTI);
        store(bare, MTIMECMP, -1);
        bare.expectTrap(SUPERVISOR, () -> store(bare, MSIP, 1), INTERRUPT | MSI, 0);
        bare.next();
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << MSI | 1 << MTI, 1 << MSI);
        bare.clearBits(Csr.MIP, 1 << MSI); // it is the CLINT's
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << MSI, 1 << MSI);
        store(bare, MSIP, 0);
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << MSI, 0);
        bare.expectTrap(
                SUPERVISOR,
                () -> {
                    code.li(T0, MTIME).ld(T1, 0, T0).addi(T1, T1, 100).li(T0, MTIMECMP);
                    code.sd(T1, 0, T0).label("spin").j("spin");
                },
                INTERRUPT | MTI,
                0);
    }

    /** All pending at once: MSI, MTI, SEI, SSI, STI, each taken once its betters are masked. */
    private static void priorities(Bare bare) {
        store(bare, MSIP, 1);
        store(bare, MTIMECMP, 0);
        bare.setBits(Csr.MIP, 0x222);
        for (int[] step :
                new int[][] {{0xaaa, 3}, {0xaa2, 7}, {0xa22, 9}, {0x022, 1}, {0x020, 5}}) {
            bare.set(Csr.MIE, step[0]);
            bare.expectTrap(MACHINE, () -> bare.setBits(Csr.MSTATUS, MIE), INTERRUPT | step[1], 0);
        }
        bare.clearBits(Csr.MIP, 0x222).set(Csr.MIE, 0);
        store(bare, MSIP, 0);
        store(bare, MTIMECMP, -1);
    }

    private static void supervisorTimer(Bare bare) {
        var code = bare.code();
        bare.set(Csr.STIMECMP, 0);
        bare.setBits(Csr.MENVCFG, Long.MIN_VALUE).next();
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << 5, 1 << 5).clearBits(Csr.MIP, 1 << 5);
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << 5, 1 << 5).set(Csr.STIMECMP, -1);
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << 5, 0).clearBits(Csr.MENVCFG, Long.MIN_VALUE);
        bare.setBits(Csr.MIP, 1 << 5);
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << 5, 1 << 5).clearBits(Csr.MIP, 1 << 5);
    }

    /** WFI goes on once an enabled interrupt is pending, though no mode takes it. */
    private static void waiting(Bare bare) {
        var code = bare.code();
        bare.set(Csr.MIE, 1 << MTI).next();
        code.li(T0, MTIME).ld(T1, 0, T0).li(T2, 2000).add(T1, T1, T2).li(T0, MTIMECMP);
        code.sd(T1, 0, T0).wfi().label("woken").csrr(S2, Csr.MIP).andi(S2, S2, 1 << MTI);
        code.beqz(S2, "again").j("on").label("again").wfi().j("woken").label("on");
        store(bare, MTIMECMP, -1);
        bare.set(Csr.MIE, 0);
    }

    private static void vectors(Bare bare) {
        var code = bare.code();
        bare.next();
        code.la(T0, "vectors").addi(T0, T0, 1).csrw(Csr.MTVEC, T0).la(S1, "taken");
        bare.set(Csr.MIE, 1 << 1).setBits(Csr.MIP, 1 << 1).setBits(Csr.MSTATUS, MIE);
        code.j("fail").word(0).label("nowhere").word(0).align(64).label("vectors").j("fail");
        code.jr(S1).j("fail").j("fail").label("taken");
        bare.clearBits(Csr.MIP, 1 << 1).set(Csr.MIE, 0);
        // An exception goes to the base, also in vectored mode.
        bare.next();
        code.la(T0, "base").addi(T0, T0, 1).csrw(Csr.MTVEC, T0).ecall().j("fail").align(64);
        code.label("base").csrr(S2, Csr.MCAUSE).addi(ZERO, ZERO, 0);
        bare.expect(S2, 11);
    }
}
