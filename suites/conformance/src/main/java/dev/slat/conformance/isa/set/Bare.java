package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.A4;
import static dev.slat.assembler.Register.A5;
import static dev.slat.assembler.Register.GP;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.S3;
import static dev.slat.assembler.Register.S4;
import static dev.slat.assembler.Register.S5;
import static dev.slat.assembler.Register.T5;
import static dev.slat.assembler.Register.T6;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.assembler.Register;

/**
 * A bare program under construction: numbered checks, handlers that tell what was trapped, and the
 * end by {@code tohost}. A failed check ends the program with its number as the exit code.
 *
 * <p>M-mode's handler leaves mcause, mepc, mtval and mstatus in s2 to s5 and goes on, in M-mode, at
 * the address in s1. S-mode's leaves its own in a2 to a5 and calls M-mode. gp is the number of the
 * check, t5 and t6 are scratch.
 */
final class Bare {
    static final long RAM = 0x8000_0000L;
    static final long MPP = 3 << 11;
    static final int USER = 0;
    static final int SUPERVISOR = 1;
    static final int MACHINE = 3;

    static final int FETCH_ACCESS = 1;
    static final int ILLEGAL = 2;
    static final int LOAD_ACCESS = 5;
    static final int STORE_ACCESS = 7;
    static final int USER_ECALL = 8;
    static final int SUPERVISOR_ECALL = 9;
    static final int FETCH_PAGE = 12;
    static final int LOAD_PAGE = 13;
    static final int STORE_PAGE = 15;

    private final Assembler code = Assembler.at(RAM);
    private int number;
    private int labels;

    Bare() {
        code.j("start").align(64).label("tohost").dword(0).align(64).label("fromhost").dword(0);
        code.align(64).label("trapped").csrr(S2, Csr.MCAUSE).csrr(S3, Csr.MEPC);
        code.csrr(S4, Csr.MTVAL).csrr(S5, Csr.MSTATUS).jr(S1);
        code.align(4).label("strapped").csrr(A2, Csr.SCAUSE).csrr(A3, Csr.SEPC);
        code.csrr(A4, Csr.STVAL).csrr(A5, Csr.SSTATUS).ecall();
        code.label("fail").slli(GP, GP, 1).addi(GP, GP, 1).label("end").la(T5, "tohost");
        code.sd(GP, 0, T5).j("end");
        code.label("start").la(T5, "trapped").csrw(Csr.MTVEC, T5);
        code.la(T5, "strapped").csrw(Csr.STVEC, T5);
    }

    /** The code, to be continued. */
    Assembler code() {
        return code;
    }

    /** A label that nothing else has. */
    String fresh() {
        return "l" + labels++;
    }

    /** Begins the next check: until the one after, what traps unexpectedly is its failure. */
    Bare next() {
        code.li(GP, ++number).la(S1, "fail");
        return this;
    }

    /** Fails unless a register has a value. */
    Bare expect(Register register, long value) {
        code.li(T6, value);
        String good = fresh();
        code.beq(register, T6, good).j("fail").label(good);
        return this;
    }

    /** Fails unless some bits of a register are as in {@code value}. */
    Bare expectBits(Register register, long mask, long value) {
        code.li(T5, mask).and(T5, T5, register);
        return expect(T5, value);
    }

    /** Writes a CSR. */
    Bare set(Csr csr, long value) {
        code.li(T5, value).csrw(csr, T5);
        return this;
    }

    /** Sets bits of a CSR. */
    Bare setBits(Csr csr, long bits) {
        code.li(T5, bits).csrs(csr, T5);
        return this;
    }

    /** Clears bits of a CSR. */
    Bare clearBits(Csr csr, long bits) {
        code.li(T5, bits).csrc(csr, T5);
        return this;
    }

    /** Checks that a CSR keeps {@code kept} of a value that is written. */
    Bare keeps(Csr csr, long written, long kept) {
        next().set(csr, written);
        code.csrr(S2, csr);
        return expect(S2, kept);
    }

    /**
     * Runs code in a lower mode, or in M-mode, and expects it to trap into M-mode.
     *
     * @param value mtval, or {@link #AT} for the address of the instruction
     */
    Bare expectTrap(int mode, Runnable action, long cause, long value) {
        return expectTrap(mode, action, cause, value, mode);
    }

    /** As the other, of code that ends in mode {@code from}. */
    Bare expectTrap(int mode, Runnable action, long cause, long value, int from) {
        String resume = fresh();
        next();
        code.la(S1, resume);
        enter(mode);
        action.run();
        code.j("fail").label(resume);
        expect(S2, cause);
        if (value == AT) {
            String good = fresh();
            code.beq(S3, S4, good).j("fail").label(good);
        } else {
            expect(S4, value);
        }
        return expectBits(S5, MPP, (long) from << 11);
    }

    /** Stands for the address of the instruction that traps. */
    static final long AT = Long.MIN_VALUE + 1;

    /** Expects code in a lower mode to run to its end, which is a call to M-mode. */
    Bare expectNoTrap(int mode, Runnable action) {
        return expectTrap(
                mode,
                () -> {
                    action.run();
                    code.ecall();
                },
                USER_ECALL + mode,
                0);
    }

    /** Expects code in a lower mode to trap into S-mode, with S-mode's cause and value. */
    Bare expectSupervisorTrap(int mode, Runnable action, long cause, long value) {
        expectTrap(mode, action, SUPERVISOR_ECALL, 0, SUPERVISOR);
        return expect(A2, cause).expect(A4, value).expectBits(A5, 1 << 8, (long) mode << 8);
    }

    /** Goes on in another mode with the next instruction; in M-mode does nothing. */
    void enter(int mode) {
        if (mode == MACHINE) {
            return;
        }
        String there = fresh();
        clearBits(Csr.MSTATUS, MPP).setBits(Csr.MSTATUS, (long) mode << 11);
        code.la(T5, there).csrw(Csr.MEPC, T5).mret().label(there);
    }

    /** Opens all memory to S and U-mode, as firmware does. */
    Bare openMemory() {
        return set(Csr.PMPADDR0, -1).set(Csr.PMPCFG0, 0x1f);
    }

    /** Places what follows at an address of RAM. */
    Bare at(long address) {
        code.zero((int) (address - code.here()));
        return this;
    }

    /** The end of the code: what comes behind is data. */
    Bare pass() {
        code.li(GP, 1).j("end");
        return this;
    }

    Program assemble() {
        return code.assemble();
    }
}
