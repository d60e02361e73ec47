package dev.slat.torture.memory;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.A4;
import static dev.slat.assembler.Register.A5;
import static dev.slat.assembler.Register.A6;
import static dev.slat.assembler.Register.RA;
import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.S10;
import static dev.slat.assembler.Register.S11;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.S3;
import static dev.slat.assembler.Register.S4;
import static dev.slat.assembler.Register.S5;
import static dev.slat.assembler.Register.S6;
import static dev.slat.assembler.Register.S7;
import static dev.slat.assembler.Register.S8;
import static dev.slat.assembler.Register.S9;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.T3;
import static dev.slat.assembler.Register.T4;
import static dev.slat.assembler.Register.T5;
import static dev.slat.assembler.Register.ZERO;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Program;

/**
 * What the harts run: one program for all, in S-mode on bare memory.
 *
 * <p>It visits each page of each place without end: it reads the bound and then the tag, writes a
 * word of its own and reads it back; then it runs the code that came with the slot, and writes code
 * of its own and runs that. Where no memory is, it takes an access fault, of which the handler
 * makes T5 = 1. What is wrong goes to the report device.
 *
 * <pre>
 *   S0 hart     S1 counters   S2 bound's address   S3 place     S4 loop, from 1
 *   S5 slot's part of tags    S6 places left       S7 page      S8 its address
 *   S9 bound    S10 the tag's low 16 bits          S11 report line
 *   A4 offset of the hart's code   A5 offset of its word   A6 pages checked
 * </pre>
 */
final class GuestProgram {
    /** What is reported. */
    static final int STALE_TAG = 1;

    static final int READ_BACK = 2;
    static final int STALE_CODE = 3;
    static final int OWN_CODE = 4;
    static final int ILLEGAL_CODE = 5;
    static final int ODD_TRAP = 6;

    /** What code that no hart has written yet returns. */
    private static final int NOT_WRITTEN = -1;

    /** Bits of the loop that a hart's own code returns: they fit in an immediate. */
    private static final int OWN_MASK = 0x3ff;

    private GuestProgram() {}

    /** The whole program, at the start of RAM. */
    static Program assemble() {
        Assembler a = Assembler.at(Layout.RAM);
        start(a);
        a.label("loop").addi(S4, S4, 1);
        a.li(S2, Layout.BOUNDS).li(S3, Layout.place(0, 0)).li(S5, 0);
        a.li(S6, Layout.SLOTS * Layout.PLACES).label("place").mv(S8, S3).li(S7, 0);
        page(a);
        slotCode(a);
        ownCode(a);
        a.label("place-done").li(T1, Layout.PLACE_STRIDE).add(S3, S3, T1);
        a.addi(S2, S2, Layout.LINE).addi(S6, S6, -1);
        // Every other place is the next slot's.
        a.andi(T1, S6, 1).bnez(T1, "same-slot");
        a.addi(S5, S5, 1 << 8).label("same-slot").bnez(S6, "place");
        devices(a);
        a.sd(A6, Layout.COUNTER_PAGES, S1).sd(S4, Layout.COUNTER_LOOPS, S1).j("loop");
        report(a);
        handler(a);
        return a.assemble();
    }

    private static void start(Assembler a) {
        a.mv(S0, A0).la(T1, "trap").csrw(Csr.STVEC, T1);
        a.slli(T2, S0, 6).li(S1, Layout.COUNTERS).add(S1, S1, T2);
        a.li(S11, Layout.REPORT).add(S11, S11, T2);
        a.addi(A4, T2, Layout.HART_CODE);
        a.slli(T2, S0, 3).addi(A5, T2, Layout.HART_WORD).li(S4, 0).li(A6, 0);
    }

    private static void page(Assembler a) {
        a.label("page").ld(S9, 0, S2).fence().or(S10, S5, S7);
        a.li(T5, 0).ld(T1, Layout.TAG, S8).bnez(T5, "page-done");
        a.slli(T2, T1, 48).srli(T2, T2, 48).bne(T2, S10, "stale");
        a.srli(T2, T1, 16).bltu(T2, S9, "stale");
        a.srli(T2, T1, 56).bnez(T2, "stale");
        a.addi(A6, A6, 1).add(A1, S8, A5).sd(S4, 0, A1).bnez(T5, "page-done");
        a.ld(T1, 0, A1).bnez(T5, "page-done").beq(T1, S4, "page-done").beqz(T1, "page-done");
        a.li(A2, READ_BACK).call("report").j("page-done");
        a.label("stale").li(A2, STALE_TAG).call("report");
        a.label("page-done").addi(S7, S7, 1).li(T1, Layout.PAGE).add(S8, S8, T1);
        a.li(T1, Layout.PAGES).bltu(S7, T1, "page");
        a.li(T1, Layout.PAGE).sub(S8, S8, T1); // the code page
    }

    /** The low 20 bits of the life that the code returns must not be before those of the bound. */
    private static void slotCode(Assembler a) {
        a.ld(S9, 0, S2).fence().li(T5, 0);
        a.jalr(RA, Layout.CODE, S8).bnez(T5, "place-done");
        a.mv(T1, A0).slli(A0, A0, 32).slli(T2, S9, 44).sub(A0, A0, T2).bgez(A0, "own");
        a.li(A2, STALE_CODE).call("report").label("own");
    }

    private static void ownCode(Assembler a) {
        long addi = Integer.toUnsignedLong(Instruction.ADDI.encode(A0.number(), 0, 0));
        a.add(A1, S8, A4).andi(A3, S4, OWN_MASK);
        a.slli(T1, A3, 20).li(T2, addi).or(T1, T1, T2).li(T5, 0);
        a.sw(T1, 0, A1).bnez(T5, "place-done");
        a.fenceI().jalr(RA, 0, A1).bnez(T5, "place-done").beq(A0, A3, "place-done");
        a.li(T1, NOT_WRITTEN).beq(A0, T1, "place-done");
        a.mv(T1, A0).li(A2, OWN_CODE).call("report");
    }

    private static void devices(Assembler a) {
        a.li(S8, Layout.DEVICE).li(S7, Layout.DEVICES).label("device");
        a.ld(T1, 0, S8).sd(S4, 8, S8).li(T1, Layout.PAGE).add(S8, S8, T1);
        a.addi(S7, S7, -1).bnez(S7, "device");
    }

    /** A2 says what, T1 what was found, S8 where. */
    private static void report(Assembler a) {
        a.label("report").sd(T1, Layout.REPORT_FOUND, S11).sd(S8, Layout.REPORT_ADDRESS, S11);
        a.sd(A2, Layout.REPORT_KIND, S11).ret();
    }

    /** A load or store goes on behind it; a fetch goes back to its caller. Uses T3 and T4. */
    private static void handler(Assembler a) {
        a.align(4).label("trap").li(T5, 1).csrr(T3, Csr.SCAUSE);
        a.addi(T4, T3, -1).beqz(T4, "back");
        a.addi(T4, T3, -2).beqz(T4, "illegal");
        a.csrr(T4, Csr.SEPC).addi(T4, T4, 4).csrw(Csr.SEPC, T4);
        a.addi(T4, T3, -5).beqz(T4, "return").addi(T4, T3, -7).beqz(T4, "return");
        a.sd(T3, Layout.REPORT_FOUND, S11).sd(S8, Layout.REPORT_ADDRESS, S11);
        a.li(T4, ODD_TRAP).sd(T4, Layout.REPORT_KIND, S11);
        a.label("return").sret();
        a.label("illegal").csrr(T4, Csr.SEPC).sd(T4, Layout.REPORT_FOUND, S11);
        a.sd(S8, Layout.REPORT_ADDRESS, S11).li(T4, ILLEGAL_CODE);
        a.sd(T4, Layout.REPORT_KIND, S11).label("back").csrw(Csr.SEPC, RA).sret();
    }

    /** The code of a slot's life: returns its low 20 bits, as lui leaves them. */
    static byte[] codeOf(long life) {
        return Assembler.at(0).lui(A0, life & 0xfffff).ret().assemble().bytes();
    }

    /** What stands where a hart has written no code yet. */
    static byte[] unwrittenCode() {
        return Assembler.at(0).addi(A0, ZERO, NOT_WRITTEN).ret().assemble().bytes();
    }
}
