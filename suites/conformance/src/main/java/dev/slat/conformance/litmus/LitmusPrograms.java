package dev.slat.conformance.litmus;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.T3;
import static dev.slat.assembler.Register.T4;
import static dev.slat.assembler.Register.T5;
import static dev.slat.assembler.Register.ZERO;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Ordering;
import dev.slat.assembler.Register;
import dev.slat.conformance.litmus.Litmus.Code;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The programs. Those without fences are there to show what does happen. */
final class LitmusPrograms {
    private static final int X = 0;
    private static final int Y = 64;
    private static final int READ = 2;
    private static final int WRITE = 1;

    private LitmusPrograms() {}

    private static boolean nothing(Outcome outcome) {
        return false;
    }

    private static boolean bothZero(Outcome o) {
        return o.result(0, 0) == 0 && o.result(1, 0) == 0;
    }

    private static boolean bothOne(Outcome o) {
        return o.result(0, 0) == 1 && o.result(1, 0) == 1;
    }

    /** The flag was seen, the data was not. */
    private static boolean oldData(Outcome o) {
        return o.result(1, 0) == 1 && o.result(1, 1) == 0;
    }

    private static boolean oldDataOnHart2(Outcome o) {
        return o.result(2, 0) == 1 && o.result(2, 1) == 0;
    }

    /** All programs that must hold. */
    static List<Litmus> all() {
        return Stream.of(twoHarts(), oneWord(), moreHarts()).flatMap(List::stream).toList();
    }

    private static List<Litmus> twoHarts() {
        return List.of(
                Litmus.of("SB", LitmusPrograms::nothing, sb(X, Y, false), sb(Y, X, false)),
                Litmus.of("SB+fences", LitmusPrograms::bothZero, sb(X, Y, true), sb(Y, X, true)),
                Litmus.of("SB+amo.aq", LitmusPrograms::bothZero, sbAmo(T2, Y), sbAmo(T3, X)),
                Litmus.of("MP", LitmusPrograms::nothing, mpWriter(c -> c), mpReader(c -> c)),
                Litmus.of(
                        "MP+w.w+r.r",
                        LitmusPrograms::oldData,
                        mpWriter(c -> fence(c, WRITE, WRITE)),
                        mpReader(c -> fence(c, READ, READ))),
                Litmus.of(
                        "MP+tso+tso",
                        LitmusPrograms::oldData,
                        mpWriter(Assembler::fenceTso),
                        mpReader(Assembler::fenceTso)),
                Litmus.of(
                        "MP+w.w+addr",
                        LitmusPrograms::oldData,
                        mpWriter(c -> fence(c, WRITE, WRITE)),
                        c -> dependent(c.lw(A0, Y, S0)).lw(A1, X, T5)),
                Litmus.of("MP+amo.rl+amo.aq", LitmusPrograms::oldData, releasing(), acquiring()),
                Litmus.of("MP+sc.rl+lr.aq", LitmusPrograms::oldData, conditional(), reserving()),
                Litmus.of("LB", LitmusPrograms::nothing, lb(X, Y, false), lb(Y, X, false)),
                Litmus.of("LB+addrs", LitmusPrograms::bothOne, lb(X, Y, true), lb(Y, X, true)),
                Litmus.last(
                        "R+fences",
                        o -> o.y() == 2 && o.result(1, 0) == 0,
                        c -> c.sw(T0, X, S0).fence().sw(T0, Y, S0),
                        c -> c.sw(T1, Y, S0).fence().lw(A0, X, S0)),
                Litmus.last(
                        "S+w.w+addr",
                        o -> o.x() == 2 && o.result(1, 0) == 1,
                        c -> fence(c.sw(T1, X, S0), WRITE, WRITE).sw(T0, Y, S0),
                        c -> dependent(c.lw(A0, Y, S0)).sw(T0, X, T5)),
                Litmus.last(
                        "2+2W+fences",
                        o -> o.x() == 1 && o.y() == 1,
                        c -> c.sw(T0, X, S0).fence().sw(T1, Y, S0),
                        c -> c.sw(T0, Y, S0).fence().sw(T1, X, S0)));
    }

    /** Coherence, and atomic changes. */
    private static List<Litmus> oneWord() {
        return List.of(
                Litmus.of(
                        "CoRR",
                        o -> o.result(1, 0) > o.result(1, 1),
                        c -> c.sw(T0, X, S0).sw(T1, X, S0),
                        c -> c.lw(A0, X, S0).lw(A1, X, S0)),
                Litmus.last(
                        "CoWR",
                        o -> o.result(0, 0) == 0 || (o.result(0, 0) == 2 && o.x() == 1),
                        c -> c.sw(T0, X, S0).lw(A0, X, S0),
                        c -> c.sw(T1, X, S0)),
                Litmus.last(
                        "CoRW",
                        o -> o.result(0, 0) == 1 || (o.result(0, 0) == 2 && o.x() == 2),
                        c -> c.lw(A0, X, S0).sw(T0, X, S0),
                        c -> c.sw(T1, X, S0)),
                Litmus.last("AMO adds", o -> o.x() != 2, adding(), adding()),
                Litmus.last("LR/SC adds", o -> o.x() != 2, counting("0"), counting("1")),
                Litmus.of(
                        "one SC of two",
                        o -> bothZero(o) && o.result(0, 1) + o.result(1, 1) == 0,
                        c -> c.lrW(A0, T2).scW(A1, T0, T2),
                        c -> c.lrW(A0, T2).scW(A1, T1, T2)));
    }

    private static List<Litmus> moreHarts() {
        return List.of(
                Litmus.of(
                        "WRC+fence+addr",
                        o -> o.result(1, 0) == 1 && oldDataOnHart2(o),
                        c -> c.sw(T0, X, S0),
                        c -> c.lw(A0, X, S0).fence().sw(T0, Y, S0),
                        c -> dependent(c.lw(A0, Y, S0)).lw(A1, X, T5)),
                Litmus.of(
                        "IRIW",
                        LitmusPrograms::nothing,
                        c -> c.sw(T0, X, S0),
                        c -> c.sw(T0, Y, S0),
                        c -> c.lw(A0, X, S0).lw(A1, Y, S0),
                        c -> c.lw(A0, Y, S0).lw(A1, X, S0)),
                Litmus.of(
                        "IRIW+fences",
                        o -> oldDataOnHart2(o) && o.result(3, 0) == 1 && o.result(3, 1) == 0,
                        c -> c.sw(T0, X, S0),
                        c -> c.sw(T0, Y, S0),
                        c -> c.lw(A0, X, S0).fence().lw(A1, Y, S0),
                        c -> c.lw(A0, Y, S0).fence().lw(A1, X, S0)));
    }

    /** SB+fences, but one hart has no fence: the run must find it out. */
    static Litmus broken() {
        return Litmus.of(
                "SB+fence+nothing", LitmusPrograms::bothZero, sb(X, Y, true), sb(Y, X, false));
    }

    private static Code sb(int mine, int other, boolean fenced) {
        return c -> {
            c.sw(T0, mine, S0);
            if (fenced) {
                c.fence();
            }
            c.lw(A0, other, S0);
        };
    }

    private static Code sbAmo(Register mine, int other) {
        return c -> amo(c, Ordering.ACQUIRE, ZERO, T0, mine).lw(A0, other, S0);
    }

    private static Code mpWriter(UnaryOperator<Assembler> between) {
        return c -> between.apply(c.sw(T0, X, S0)).sw(T0, Y, S0);
    }

    private static Code mpReader(UnaryOperator<Assembler> between) {
        return c -> between.apply(c.lw(A0, Y, S0)).lw(A1, X, S0);
    }

    private static Code releasing() {
        return c -> amo(c.sw(T0, X, S0), Ordering.RELEASE, ZERO, T0, T3);
    }

    private static Code acquiring() {
        return c ->
                c.emit(
                                Instruction.AMOOR_W,
                                Ordering.ACQUIRE.code(),
                                A0.number(),
                                ZERO.number(),
                                T3.number())
                        .lw(A1, X, S0);
    }

    /** Nobody else writes y, so that one attempt is enough. */
    private static Code conditional() {
        return c ->
                c.sw(T0, X, S0)
                        .lrW(T4, T3)
                        .emit(
                                Instruction.SC_W,
                                Ordering.RELEASE.code(),
                                T4.number(),
                                T0.number(),
                                T3.number());
    }

    private static Code reserving() {
        return c ->
                c.emit(Instruction.LR_W, Ordering.ACQUIRE.code(), A0.number(), T3.number())
                        .lw(A1, X, S0);
    }

    private static Code lb(int from, int to, boolean dependent) {
        return c -> {
            c.lw(A0, from, S0);
            if (dependent) {
                dependent(c).sw(T0, to, T5);
            } else {
                c.sw(T0, to, S0);
            }
        };
    }

    private static Code adding() {
        return c -> c.amoaddW(ZERO, T0, T2);
    }

    private static Code counting(String hart) {
        return c ->
                c.label("again" + hart)
                        .lrW(T4, T2)
                        .addi(T4, T4, 1)
                        .scW(T5, T4, T2)
                        .bnez(T5, "again" + hart);
    }

    /** t5 = s0, by way of a0. */
    private static Assembler dependent(Assembler c) {
        return c.xor(T4, A0, A0).add(T5, S0, T4);
    }

    private static Assembler fence(Assembler c, int before, int after) {
        return c.emit(Instruction.FENCE, before, after);
    }

    private static Assembler amo(
            Assembler c, Ordering ordering, Register rd, Register value, Register address) {
        return c.emit(
                Instruction.AMOSWAP_W,
                ordering.code(),
                rd.number(),
                value.number(),
                address.number());
    }
}
