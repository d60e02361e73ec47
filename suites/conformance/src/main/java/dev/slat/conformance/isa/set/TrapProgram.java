package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.S5;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.ZERO;
import static dev.slat.conformance.isa.set.Bare.AT;
import static dev.slat.conformance.isa.set.Bare.FETCH_ACCESS;
import static dev.slat.conformance.isa.set.Bare.ILLEGAL;
import static dev.slat.conformance.isa.set.Bare.LOAD_ACCESS;
import static dev.slat.conformance.isa.set.Bare.MACHINE;
import static dev.slat.conformance.isa.set.Bare.MPP;
import static dev.slat.conformance.isa.set.Bare.STORE_ACCESS;
import static dev.slat.conformance.isa.set.Bare.SUPERVISOR;
import static dev.slat.conformance.isa.set.Bare.USER;

import dev.slat.assembler.Csr;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Program;

/** Exceptions into M-mode with their exact values, and mstatus' stack on the way in and back. */
final class TrapProgram {
    /** Where neither memory nor a device is. */
    private static final long NOWHERE = 0x4000_0010L;

    private static final long MIE = 1 << 3;
    private static final long MPIE = 1 << 7;
    private static final long MPRV = 1 << 17;

    private TrapProgram() {}

    static Program make() {
        Bare bare = new Bare();
        var code = bare.code();
        bare.openMemory();
        for (int mode : new int[] {USER, SUPERVISOR, MACHINE}) {
            bare.expectTrap(mode, code::ecall, 8 + mode, 0);
            bare.expectTrap(mode, () -> code.emit(Instruction.EBREAK), 3, AT);
            bare.expectTrap(mode, () -> code.word(-1), ILLEGAL, 0xffff_ffffL);
            bare.expectTrap(mode, () -> code.half(0), ILLEGAL, 0);
            bare.expectTrap(
                    mode, () -> code.li(T0, NOWHERE).ld(A0, 1, T0), LOAD_ACCESS, NOWHERE + 1);
            bare.expectTrap(
                    mode, () -> code.li(T0, NOWHERE).sw(A0, 3, T0), STORE_ACCESS, NOWHERE + 3);
            bare.expectTrap(mode, () -> code.li(T0, NOWHERE).jr(T0), FETCH_ACCESS, NOWHERE);
            bare.expectTrap(
                    mode,
                    () -> code.la(T0, "data").addi(T0, T0, 4).lrD(A0, T0),
                    4,
                    Bare.RAM + DATA);
            bare.expectTrap(
                    mode,
                    () -> code.la(T0, "data").addi(T0, T0, 4).amoaddD(A0, ZERO, T0),
                    6,
                    Bare.RAM + DATA);
        }
        misalignedAccessesWork(bare);
        statusIsAStack(bare);
        return bare.pass().at(Bare.RAM + DATA - 4).code().label("data").dword(0, 0).assemble();
    }

    private static final int DATA = 0x4004;

    private static void misalignedAccessesWork(Bare bare) {
        var code = bare.code();
        bare.next();
        code.la(T0, "data").li(A0, 0x1122334455667788L).sd(A0, 3, T0).ld(A1, 3, T0);
        bare.expect(A1, 0x1122334455667788L);
        code.lw(A1, 5, T0);
        bare.expect(A1, 0x33445566);
    }

    private static void statusIsAStack(Bare bare) {
        var code = bare.code();
        bare.setBits(Csr.MSTATUS, MIE);
        bare.expectTrap(MACHINE, code::ecall, 11, 0);
        bare.expectBits(S5, MIE | MPIE, MPIE);
        bare.clearBits(Csr.MSTATUS, MIE | MPIE);
        bare.expectTrap(MACHINE, code::ecall, 11, 0);
        bare.expectBits(S5, MIE | MPIE, 0);
        // mret: MIE gets MPIE, MPIE is 1, MPP is U; MPRV stays in M-mode and falls below it
        bare.next();
        bare.set(Csr.MSTATUS, MPP | MPIE | MPRV);
        code.la(T0, "returned").csrw(Csr.MEPC, T0).mret().label("returned");
        code.csrr(S2, Csr.MSTATUS);
        bare.expectBits(S2, MPP | MIE | MPIE | MPRV, MIE | MPIE | MPRV);
        bare.set(Csr.MSTATUS, MPRV);
        bare.expectTrap(SUPERVISOR, code::ecall, 9, 0);
        bare.expectBits(S5, MPRV, 0);
        // sret: the same for SIE, SPIE and SPP
        bare.expectTrap(
                SUPERVISOR,
                () -> {
                    code.li(T0, 1 << 8 | 1 << 1).csrc(Csr.SSTATUS, T0).li(T0, 1 << 5);
                    code.csrs(Csr.SSTATUS, T0).la(T0, "user").csrw(Csr.SEPC, T0).sret();
                    code.label("user").ecall();
                },
                8,
                0,
                USER);
        bare.expectBits(S5, 1 << 8 | 1 << 5 | 1 << 1, 1 << 5 | 1 << 1);
    }
}
