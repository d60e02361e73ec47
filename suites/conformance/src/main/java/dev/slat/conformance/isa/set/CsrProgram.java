package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.ZERO;
import static dev.slat.conformance.isa.set.Bare.ILLEGAL;
import static dev.slat.conformance.isa.set.Bare.MACHINE;
import static dev.slat.conformance.isa.set.Bare.MPP;

import dev.slat.assembler.Csr;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Program;

/** Machine-level CSRs: what they keep of what is written (privileged manual, chapter 3). */
final class CsrProgram {
    private static final long[] ABSENT = {0x30c, 0x321, 0x3a1, 0x7ff, 0x8ff, 0xcff};

    /** A, C, D, F, I, M, S and U. */
    private static final long LETTERS = 0x14112d;

    private CsrProgram() {}

    static Program make() {
        Bare bare = new Bare();
        var code = bare.code();
        bare.next();
        code.csrr(S2, Csr.MISA);
        bare.expectBits(S2, (3L << 62) | LETTERS, (2L << 62) | LETTERS);
        for (Csr csr : new Csr[] {Csr.MHARTID, Csr.MVENDORID, Csr.MCONFIGPTR}) {
            bare.next();
            code.csrr(S2, csr);
            bare.expect(S2, 0);
        }
        bare.keeps(Csr.MSCRATCH, 0x123456789abcdef0L, 0x123456789abcdef0L);
        bare.keeps(Csr.MEPC, -1, -2);
        bare.keeps(Csr.MTVAL, -1, -1);
        bare.keeps(Csr.MEDELEG, 1 << 11, 0); // a call from M-mode cannot be delegated
        bare.keeps(Csr.MIDELEG, 0xaaa, 0x222);
        bare.set(Csr.MIDELEG, 0);
        bare.keeps(Csr.MIE, 0xaaa, 0xaaa);
        bare.set(Csr.MIE, 0);
        // mstatus: MPP, TVM, TW and TSR; the widths of S and U-mode; then the mode that is none
        bare.keeps(Csr.MSTATUS, 7 << 20 | MPP, 0xa_0000_0000L | 7 << 20 | MPP);
        bare.keeps(Csr.MSTATUS, 1 << 11, 0xa_0000_0000L | 1 << 11);
        bare.next().set(Csr.MSTATUS, 2 << 11);
        code.csrr(S2, Csr.MSTATUS).srli(S2, S2, 11).andi(S2, S2, 3).addi(S2, S2, -2).snez(S2, S2);
        bare.expect(S2, 1);
        bare.keeps(Csr.MSTATUS, 3 << 13, 0xa_0000_0000L | 3 << 13 | Long.MIN_VALUE); // FS, SD
        bare.keeps(Csr.MSTATUS, 0, 0xa_0000_0000L);
        bare.keeps(Csr.MCOUNTINHIBIT, 2, 0); // time cannot be stopped
        bare.keeps(Csr.MHPMCOUNTER3, 0, 0);
        for (long absent : ABSENT) {
            bare.expectTrap(
                    MACHINE,
                    () -> code.emit(Instruction.CSRRS, S2.number(), absent, 0),
                    ILLEGAL,
                    absent << 20 | 2 << 12 | (long) S2.number() << 7 | 0x73);
        }
        // A write to a read-only register, by its number, even of nothing.
        bare.expectTrap(
                MACHINE,
                () -> code.csrrw(ZERO, Csr.MHARTID, ZERO),
                ILLEGAL,
                0xf14L << 20 | 1 << 12 | 0x73);
        return bare.pass().assemble();
    }
}
