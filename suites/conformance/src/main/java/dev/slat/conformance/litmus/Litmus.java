package dev.slat.conformance.litmus;

import dev.slat.assembler.Assembler;

import java.util.List;
import java.util.function.Predicate;

/**
 * A litmus program.
 *
 * @param name as the literature names it: SB is store buffering, MP message passing
 * @param harts the code of each hart
 * @param last whether x and y at the end are part of the outcome
 * @param forbidden what the memory model does not allow
 */
record Litmus(String name, List<Code> harts, boolean last, Predicate<Outcome> forbidden) {
    /**
     * One hart's part: x, y and z are the words at 0, 64 and 128 of s0, at first zero; t2 and t3
     * are the addresses of x and y, t0 is 1 and t1 is 2; results go to a0 and a1, 0 to 3 each.
     */
    @FunctionalInterface
    interface Code {
        void write(Assembler code);
    }

    /** A program whose outcomes are the harts' results alone. */
    static Litmus of(String name, Predicate<Outcome> forbidden, Code... harts) {
        return new Litmus(name, List.of(harts), false, forbidden);
    }

    /** A program in which x and y at the end count as well. */
    static Litmus last(String name, Predicate<Outcome> forbidden, Code... harts) {
        return new Litmus(name, List.of(harts), true, forbidden);
    }
}
