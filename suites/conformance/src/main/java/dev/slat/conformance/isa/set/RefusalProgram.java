package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.ZERO;
import static dev.slat.conformance.isa.set.Bare.ILLEGAL;
import static dev.slat.conformance.isa.set.Bare.SUPERVISOR;
import static dev.slat.conformance.isa.set.Bare.USER;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Program;

/** What a lower mode may not do, and what M-mode forbids it by TVM, TW, TSR and FS. */
final class RefusalProgram {
    private static final long TVM = 1 << 20;
    private static final long TW = 1 << 21;
    private static final long TSR = 1 << 22;
    private static final long MRET = 0x3020_0073;
    private static final long SRET = 0x1020_0073;
    private static final long WFI = 0x1050_0073;
    private static final long SFENCE = 0x1200_0073;

    private RefusalProgram() {}

    static Program make() {
        Bare bare = new Bare();
        Assembler code = bare.code();
        bare.openMemory();
        bare.expectTrap(SUPERVISOR, code::mret, ILLEGAL, MRET);
        bare.expectTrap(USER, code::mret, ILLEGAL, MRET);
        bare.expectTrap(USER, code::sret, ILLEGAL, SRET);
        bare.expectTrap(USER, code::sfenceVma, ILLEGAL, SFENCE);
        for (Csr csr : new Csr[] {Csr.MSTATUS, Csr.MHARTID, Csr.MIP, Csr.PMPADDR0, Csr.MCYCLE}) {
            bare.expectTrap(SUPERVISOR, () -> code.csrr(A0, csr), ILLEGAL, read(csr));
        }
        for (Csr csr : new Csr[] {Csr.SSTATUS, Csr.SATP, Csr.STVEC, Csr.MSTATUS}) {
            bare.expectTrap(USER, () -> code.csrr(A0, csr), ILLEGAL, read(csr));
        }
        bare.expectNoTrap(SUPERVISOR, () -> code.csrr(A0, Csr.SATP).sfenceVma());
        bare.setBits(Csr.MSTATUS, TVM);
        bare.expectTrap(SUPERVISOR, () -> code.csrr(A0, Csr.SATP), ILLEGAL, read(Csr.SATP));
        bare.expectTrap(SUPERVISOR, code::sfenceVma, ILLEGAL, SFENCE);
        bare.clearBits(Csr.MSTATUS, TVM).setBits(Csr.MSTATUS, TW);
        bare.expectTrap(SUPERVISOR, code::wfi, ILLEGAL, WFI);
        bare.clearBits(Csr.MSTATUS, TW).setBits(Csr.MSTATUS, TSR);
        bare.expectTrap(SUPERVISOR, code::sret, ILLEGAL, SRET);
        bare.clearBits(Csr.MSTATUS, TSR);
        // Floating point that is off: its instructions and its registers; then on, and dirty.
        for (int mode : new int[] {USER, SUPERVISOR, Bare.MACHINE}) {
            bare.expectTrap(mode, () -> code.csrr(A0, Csr.FCSR), ILLEGAL, read(Csr.FCSR));
            bare.expectTrap(
                    mode,
                    () -> code.emit(Instruction.FMV_D_X, 0, ZERO.number()),
                    ILLEGAL,
                    0xf200_0053L);
        }
        bare.setBits(Csr.MSTATUS, 1 << 13);
        bare.expectNoTrap(USER, () -> code.emit(Instruction.FMV_D_X, 0, ZERO.number())).next();
        code.csrr(T0, Csr.MSTATUS);
        bare.expectBits(T0, Long.MIN_VALUE | 3 << 13, Long.MIN_VALUE | 3 << 13);
        return bare.pass().assemble();
    }

    /** The bits of {@code csrr a0, csr}. */
    private static long read(Csr csr) {
        return (long) csr.address() << 20 | 2 << 12 | (long) A0.number() << 7 | 0x73;
    }
}
