package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.T0;
import static dev.slat.conformance.isa.set.Bare.ILLEGAL;
import static dev.slat.conformance.isa.set.Bare.LOAD_ACCESS;
import static dev.slat.conformance.isa.set.Bare.MACHINE;
import static dev.slat.conformance.isa.set.Bare.SUPERVISOR;
import static dev.slat.conformance.isa.set.Bare.USER;

import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;

/** medeleg and mideleg: what S-mode gets, what it sees of interrupts, and what M-mode keeps. */
final class DelegationProgram {
    private static final long NOWHERE = 0x4000_0010L;
    private static final long INTERRUPT = Long.MIN_VALUE;
    private static final long MIE = 1 << 3;
    private static final int SSI = 1;

    private DelegationProgram() {}

    static Program make() {
        Bare bare = new Bare();
        bare.openMemory();
        exceptions(bare);
        interrupts(bare);
        return bare.pass().assemble();
    }

    private static void exceptions(Bare bare) {
        var code = bare.code();
        bare.set(Csr.MEDELEG, 1 << ILLEGAL | 1 << LOAD_ACCESS | 1 << 8);
        for (int mode : new int[] {USER, SUPERVISOR}) {
            bare.expectSupervisorTrap(mode, () -> code.word(-1), ILLEGAL, 0xffff_ffffL);
            bare.expectSupervisorTrap(
                    mode, () -> code.li(T0, NOWHERE).lb(A0, 0, T0), LOAD_ACCESS, NOWHERE);
        }
        bare.expectSupervisorTrap(USER, code::ecall, 8, 0);
        bare.expectTrap(MACHINE, () -> code.word(-1), ILLEGAL, 0xffff_ffffL);
        bare.expectTrap(SUPERVISOR, () -> code.li(T0, NOWHERE).sb(A0, 0, T0), 7, NOWHERE);
        bare.set(Csr.MEDELEG, 0);
    }

    private static void interrupts(Bare bare) {
        var code = bare.code();
        // Delegated: sie and sip show it, S-mode takes it by its own SIE, M-mode never.
        bare.set(Csr.MIDELEG, 1 << SSI).set(Csr.MIE, 1 << SSI);
        bare.next().setBits(Csr.MIP, 1 << SSI);
        code.csrr(S2, Csr.SIP);
        bare.expect(S2, 1 << SSI).next();
        code.csrr(S2, Csr.SIE);
        bare.expect(S2, 1 << SSI);
        bare.next().setBits(Csr.MSTATUS, MIE);
        code.nop().nop();
        bare.clearBits(Csr.MSTATUS, MIE).clearBits(Csr.MSTATUS, 1 << SSI);
        bare.expectNoTrap(SUPERVISOR, () -> code.nop().nop());
        bare.expectSupervisorTrap(
                SUPERVISOR, () -> code.csrrsi(T0, Csr.SSTATUS, 2).nop(), INTERRUPT | SSI, 0);
        bare.clearBits(Csr.MSTATUS, 1 << SSI);
        bare.expectSupervisorTrap(USER, code::nop, INTERRUPT | SSI, 0);
        // S-mode can clear it, once it is delegated; otherwise it neither sees nor touches it.
        bare.expectNoTrap(SUPERVISOR, () -> code.csrrci(T0, Csr.SIP, 1 << SSI).csrr(S2, Csr.SIP));
        bare.next();
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << SSI, 0);
        bare.set(Csr.MIDELEG, 0).setBits(Csr.MIP, 1 << SSI).set(Csr.MIE, 0);
        bare.expectNoTrap(SUPERVISOR, () -> code.csrrci(A0, Csr.SIP, 1 << SSI)).expect(A0, 0);
        bare.next();
        code.csrr(S2, Csr.MIP);
        bare.expectBits(S2, 1 << SSI, 1 << SSI);
        // Not delegated: M-mode gets it, whatever S-mode's SIE and M-mode's MIE say.
        bare.set(Csr.MIE, 1 << SSI);
        bare.expectTrap(SUPERVISOR, code::nop, INTERRUPT | SSI, 0);
        bare.set(Csr.MIE, 0).clearBits(Csr.MIP, 1 << SSI);
    }
}
