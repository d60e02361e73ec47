package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.conformance.isa.set.Bare.ILLEGAL;
import static dev.slat.conformance.isa.set.Bare.SUPERVISOR;
import static dev.slat.conformance.isa.set.Bare.USER;

import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;

/** Counters: who may read them, what a write does, and stopping them; the same for stimecmp. */
final class CounterProgram {
    private CounterProgram() {}

    static Program make() {
        Bare bare = new Bare();
        var code = bare.code();
        bare.openMemory();
        Csr[] counters = {Csr.CYCLE, Csr.TIME, Csr.INSTRET};
        for (int bit = 0; bit < counters.length; bit++) {
            Csr counter = counters[bit];
            Runnable read = () -> code.csrr(A0, counter);
            long word = (long) counter.address() << 20 | 2 << 12 | (long) A0.number() << 7 | 0x73;
            bare.set(Csr.MCOUNTEREN, ~(1 << bit)).set(Csr.SCOUNTEREN, 7);
            bare.expectTrap(SUPERVISOR, read, ILLEGAL, word);
            bare.expectTrap(USER, read, ILLEGAL, word);
            bare.set(Csr.MCOUNTEREN, 7).set(Csr.SCOUNTEREN, 7 & ~(1 << bit));
            bare.expectNoTrap(SUPERVISOR, read);
            bare.expectTrap(USER, read, ILLEGAL, word);
            bare.set(Csr.SCOUNTEREN, 7);
            bare.expectNoTrap(USER, read);
        }
        supervisorTimer(bare);
        // A written value is what the next instruction sees, and it goes on counting from there.
        bare.next();
        code.li(T0, 1000).csrw(Csr.MINSTRET, T0).csrr(S2, Csr.MINSTRET).nop().csrr(A1, Csr.INSTRET);
        bare.expect(S2, 1000).expect(A1, 1002);
        bare.next().set(Csr.MCOUNTINHIBIT, 4);
        code.csrr(T0, Csr.MINSTRET).nop().csrr(T1, Csr.MINSTRET).sub(S2, T1, T0);
        bare.expect(S2, 0).set(Csr.MINSTRET, 77);
        code.nop().csrr(S2, Csr.MINSTRET);
        bare.expect(S2, 77).set(Csr.MCOUNTINHIBIT, 0);
        code.csrr(S2, Csr.MINSTRET);
        bare.expect(S2, 77);
        return bare.pass().assemble();
    }

    private static void supervisorTimer(Bare bare) {
        var code = bare.code();
        long word = 0x14dL << 20 | 2 << 12 | (long) A0.number() << 7 | 0x73;
        Runnable read = () -> code.csrr(A0, Csr.STIMECMP);
        bare.set(Csr.MENVCFG, 0);
        bare.expectTrap(SUPERVISOR, read, ILLEGAL, word);
        bare.set(Csr.STIMECMP, -1).set(Csr.MENVCFG, Long.MIN_VALUE);
        bare.expectNoTrap(SUPERVISOR, read);
        bare.set(Csr.MCOUNTEREN, 5);
        bare.expectTrap(SUPERVISOR, read, ILLEGAL, word);
        bare.set(Csr.MCOUNTEREN, 7).set(Csr.MENVCFG, 0);
    }
}
