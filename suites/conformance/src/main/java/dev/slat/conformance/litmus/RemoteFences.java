package dev.slat.conformance.litmus;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.RA;
import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.S3;
import static dev.slat.assembler.Register.S4;
import static dev.slat.assembler.Register.S5;
import static dev.slat.assembler.Register.S6;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.assembler.Register;

/**
 * What a return from SBI's remote fences promises: no hart runs the old code, or uses the old
 * translation, any more. Both guests count what hart 1 saw: key 0 is right, key 1 is stale.
 */
final class RemoteFences {
    private static final int FLAG = 128;
    private static final int ACKNOWLEDGED = 192;

    /** {@code addi a0, x0, 0}; the immediate is added at bit 20. */
    private static final int LI_A0 = 0x513;

    private static final int IMMEDIATE_MASK = 0x3ff;

    private static final long ROOT = LitmusRun.INSTANCES;
    private static final long MIDDLE = ROOT + 0x1000;
    private static final long LEAVES = ROOT + 0x2000;
    private static final long PAGE_A = ROOT + 0x3000;
    private static final long PAGE_B = ROOT + 0x4000;

    /** The page whose translation changes: entry 1 of the root. */
    private static final long WINDOW = 1L << 30;

    /** V, R, W, X, A and D. */
    private static final long LEAF = 0xcf;

    private static final int ALIVE = 1;
    private static final int GONE = 3;

    private RemoteFences() {}

    /**
     * Hart 0 writes an instruction, has hart 1 do a fence.i, and tells it to go there.
     *
     * @param fenced whether the call is made
     */
    static Program code(boolean fenced) {
        Assembler code = begin();
        code.la(S0, "spot")
                .li(S2, 0)
                .label("round")
                .addi(S2, S2, 1)
                .li(T0, IMMEDIATE_MASK)
                .and(T0, S2, T0)
                .slli(T0, T0, 20)
                .li(T1, LI_A0)
                .or(T0, T0, T1)
                .sw(T0, 0, S0)
                .fence();
        if (fenced) {
            SbiCalls.remoteFenceI(code);
        }
        code.fence()
                .sd(S2, FLAG, S1)
                .label("ack")
                .ld(T0, ACKNOWLEDGED, S1)
                .bne(T0, S2, "ack")
                .j("round")
                .label("hart1")
                .li(S1, LitmusRun.CONTROL)
                .li(S3, LitmusRun.COUNTS)
                .li(S2, 0)
                .label("flag")
                .ld(T0, FLAG, S1)
                .beq(T0, S2, "flag")
                .mv(S2, T0)
                .fence()
                .call("spot")
                .andi(T0, S2, IMMEDIATE_MASK)
                .xor(T0, T0, A0)
                .snez(T0, T0);
        count(code, T0).fence().sd(S2, ACKNOWLEDGED, S1).j("flag");
        return code.align(4096).label("spot").li(A0, 0).jr(RA).assemble();
    }

    /**
     * Hart 0 moves a page, has hart 1 flush, and writes on the old page, which hart 1 must not read
     * any more.
     *
     * @param fenced whether the call is made
     */
    static Program translations(boolean fenced) {
        Assembler code = begin();
        long swap = pte(PAGE_A) ^ pte(PAGE_B);
        code.li(S0, LEAVES)
                .li(S2, pte(PAGE_A))
                .li(S3, PAGE_A)
                .li(S4, PAGE_B)
                .li(S5, swap)
                .label("round")
                .li(T0, ALIVE)
                .sd(T0, 0, S4)
                .fence()
                .xor(S2, S2, S5)
                .sd(S2, 0, S0)
                .fence();
        if (fenced) {
            SbiCalls.remoteSfenceVma(code, WINDOW, 4096);
        }
        code.li(T0, GONE)
                .sd(T0, 0, S3)
                .mv(T0, S3)
                .mv(S3, S4)
                .mv(S4, T0)
                .j("round")
                .label("hart1")
                .li(S3, LitmusRun.COUNTS)
                .li(T0, 8L << 60 | ROOT >>> 12)
                .csrw(Csr.SATP, T0)
                .sfenceVma()
                .li(S6, WINDOW)
                .label("load")
                .ld(T0, 0, S6)
                .srli(T0, T0, 1);
        return count(code, T0).j("load").assemble();
    }

    /** Page tables for hart 1, then hart 1 is started. Only one of the guests has use for them. */
    private static Assembler begin() {
        Assembler code = Assembler.at(LitmusRun.RAM);
        store(code, ROOT + 8 * (LitmusRun.RAM >>> 30), pte(LitmusRun.RAM));
        store(code, ROOT + 8 * (WINDOW >>> 30), MIDDLE >>> 2 | 1);
        store(code, MIDDLE, LEAVES >>> 2 | 1);
        store(code, LEAVES, pte(PAGE_A));
        store(code, PAGE_A, ALIVE);
        SbiCalls.startHart(code, 1, "hart1");
        return code.li(S1, LitmusRun.CONTROL);
    }

    private static void store(Assembler code, long address, long value) {
        code.li(T0, address).li(T1, value).sd(T1, 0, T0);
    }

    private static long pte(long page) {
        return page >>> 2 | LEAF;
    }

    /** Adds one to the count of the key in a register; s3 holds the counts' address. */
    private static Assembler count(Assembler code, Register key) {
        return code.slli(T1, key, 3).add(T1, T1, S3).ld(T2, 0, T1).addi(T2, T2, 1).sd(T2, 0, T1);
    }
}
