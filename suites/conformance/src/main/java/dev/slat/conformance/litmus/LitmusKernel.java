package dev.slat.conformance.litmus;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
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
import static dev.slat.assembler.Register.T3;
import static dev.slat.assembler.Register.ZERO;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Program;

/**
 * The guest around a litmus program, as litmus7 has it: every hart runs its part on a row of
 * instances, each with variables of its own, from one barrier to the next; then hart 0 counts the
 * outcomes and clears the variables. Before each instance a hart waits until the others are there,
 * or for a while in case the host does not run them, and then for a random moment, so that the
 * harts meet in many ways.
 */
final class LitmusKernel {
    private static final int INSTANCES = 512;
    private static final int INSTANCE_BYTES = 256;

    /** Results stand behind the variables, one double word for each hart. */
    private static final int RESULTS = 192;

    private static final int Y = 64;
    private static final int GENERATION = 64;

    /** Where each hart tells how far it is, in a cache line of its own. */
    private static final int PROGRESS = 256;

    /**
     * Looks at another hart's progress before a hart goes on without it. Two harts mostly have a
     * processor each, and an instance that one of them ran alone shows nothing; of more, some wait
     * for a processor.
     */
    private static final int PATIENCE_OF_TWO = 1000;

    private static final int PATIENCE_OF_MORE = 200;

    /** The longest random wait is the time of a few dozen instructions. */
    private static final int DELAY_BITS = 4;

    private final Assembler code = Assembler.at(LitmusRun.RAM);
    private final Litmus litmus;
    private final int harts;
    private int barriers;

    private LitmusKernel(Litmus litmus) {
        this.litmus = litmus;
        this.harts = litmus.harts().size();
    }

    /** The guest, to be entered by hart 0. */
    static Program of(Litmus litmus, long seed) {
        return new LitmusKernel(litmus).write(seed);
    }

    private Program write(long seed) {
        for (int hart = 1; hart < harts; hart++) {
            SbiCalls.startHart(code, hart, "hart" + hart);
        }
        for (int hart = 0; hart < harts; hart++) {
            writeHart(hart, seed);
        }
        return code.assemble();
    }

    private void writeHart(int hart, long seed) {
        code.label("hart" + hart)
                .li(S1, LitmusRun.CONTROL)
                .li(S4, seed * (2L * hart + 1) + hart)
                .li(S5, 6364136223846793005L)
                .label("row" + hart)
                .li(T0, INSTANCES + 1)
                .sd(T0, PROGRESS + 64L * hart, S1);
        barrier();
        code.li(S0, LitmusRun.INSTANCES).li(S2, INSTANCES).label("instance" + hart);
        meet(hart);
        code.li(A0, 0).li(A1, 0).li(T0, 1).li(T1, 2).mv(T2, S0).addi(T3, S0, Y);
        litmus.harts().get(hart).write(code);
        code.slli(A1, A1, 2)
                .or(A0, A0, A1)
                .slli(A0, A0, 4 * hart)
                .sd(A0, RESULTS + 8L * hart, S0)
                .addi(S0, S0, INSTANCE_BYTES)
                .addi(S2, S2, -1)
                .bnez(S2, "instance" + hart);
        barrier();
        if (hart == 0) {
            count();
        }
        code.j("row" + hart);
    }

    /** Waits for the other harts and a moment more. Progress falls, as the count of instances. */
    private void meet(int hart) {
        code.sd(S2, PROGRESS + 64L * hart, S1)
                .li(T1, harts == 2 ? PATIENCE_OF_TWO : PATIENCE_OF_MORE);
        for (int other = 0; other < harts; other++) {
            if (other != hart) {
                String pair = hart + "-" + other;
                code.label("meet" + pair)
                        .ld(T0, PROGRESS + 64L * other, S1)
                        .addi(T1, T1, -1)
                        .bltz(T1, "met" + pair)
                        .bltu(S2, T0, "meet" + pair)
                        .label("met" + pair);
            }
        }
        code.mul(S4, S4, S5)
                .addi(S4, S4, 1013)
                .srli(T0, S4, 64 - DELAY_BITS)
                .label("delay" + hart)
                .addi(T0, T0, -1)
                .bgez(T0, "delay" + hart);
    }

    /** The last to come opens the next generation; writes t0 to t2. */
    private void barrier() {
        String name = "barrier" + barriers++;
        code.fence()
                .lw(T2, GENERATION, S1)
                .li(T0, 1)
                .fence()
                .amoaddW(T0, T0, S1)
                .li(T1, harts - 1)
                .bne(T0, T1, name + "wait")
                .sw(ZERO, 0, S1)
                .fence()
                .addi(T2, T2, 1)
                .sw(T2, GENERATION, S1)
                .j(name + "over")
                .label(name + "wait")
                .lw(T0, GENERATION, S1)
                .beq(T0, T2, name + "wait")
                .label(name + "over")
                .fence();
    }

    private void count() {
        code.li(S0, LitmusRun.INSTANCES)
                .li(S2, INSTANCES)
                .li(S6, LitmusRun.COUNTS)
                .label("count")
                .li(S3, 0);
        for (int hart = 0; hart < harts; hart++) {
            code.ld(T0, RESULTS + 8L * hart, S0).or(S3, S3, T0);
        }
        if (litmus.last()) {
            code.lw(T0, 0, S0)
                    .slli(T0, T0, Outcome.X_SHIFT)
                    .or(S3, S3, T0)
                    .lw(T0, Y, S0)
                    .slli(T0, T0, Outcome.Y_SHIFT)
                    .or(S3, S3, T0);
        }
        code.slli(S3, S3, 3)
                .add(S3, S3, S6)
                .ld(T0, 0, S3)
                .addi(T0, T0, 1)
                .sd(T0, 0, S3)
                .sd(ZERO, 0, S0)
                .sd(ZERO, Y, S0)
                .sd(ZERO, 2 * Y, S0)
                .addi(S0, S0, INSTANCE_BYTES)
                .addi(S2, S2, -1)
                .bnez(S2, "count");
    }
}
