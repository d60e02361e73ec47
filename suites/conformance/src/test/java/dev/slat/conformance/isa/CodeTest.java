package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.RA;
import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.ZERO;
import static dev.slat.conformance.isa.PageTable.A;
import static dev.slat.conformance.isa.PageTable.D;
import static dev.slat.conformance.isa.PageTable.FREE;
import static dev.slat.conformance.isa.PageTable.R;
import static dev.slat.conformance.isa.PageTable.U;
import static dev.slat.conformance.isa.PageTable.V;
import static dev.slat.conformance.isa.PageTable.W;
import static dev.slat.conformance.isa.PageTable.X;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Instruction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code that changes: Zifencei, and code pages that are mapped anew. */
class CodeTest {
    private static final int ROUNDS = 1000;
    private static final long SPP = 1 << 8;
    private static final long PHYSICAL = Guest.RAM + (1 << 20);

    private final Guest guest = new Guest();

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void rewrittenCodeRunsAfterFenceI() {
        Assembler code = rewriteLoop(Guest.program());
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(ROUNDS * (ROUNDS + 1L) / 2);
    }

    @Test
    void userModeMayRewriteItsCodeToo() {
        PageTable table = PageTable.sv39(guest);
        table.map(FREE, PHYSICAL, 0, V | R | W | X | U | A | D);
        Assembler user = rewriteLoop(Assembler.at(FREE)).ecall();
        guest.load(Assembler.at(PHYSICAL).bytes(user.assemble().bytes()).assemble());
        Assembler code = table.enable(Guest.program(), T0).li(T0, FREE).csrw(Csr.SEPC, T0);
        code.la(T0, "handler").csrw(Csr.STVEC, T0).li(T0, SPP).csrc(Csr.SSTATUS, T0).sret();
        code.align(4).label("handler");
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(ROUNDS * (ROUNDS + 1L) / 2);
    }

    /** Adds S0 to A0 for S0 from ROUNDS to 1, by a function that is rewritten in each round. */
    private static Assembler rewriteLoop(Assembler code) {
        int addi = Instruction.ADDI.encode(A0.number(), A0.number(), 0);
        code.li(A0, 0).li(S0, ROUNDS).la(S1, "function").label("loop");
        code.li(T0, addi).slli(T1, S0, 20).add(T0, T0, T1).sw(T0, 0, S1);
        code.fenceI().jalr(RA, 0, S1).addi(S0, S0, -1).bnez(S0, "loop").j("done");
        return code.align(4).label("function").nop().ret().label("done");
    }

    @Test
    void codeIsFoundAnewAfterItsPageIsMappedElsewhere() {
        PageTable table = PageTable.sv39(guest);
        table.map(FREE, PHYSICAL, 0, V | X | A);
        guest.load(Assembler.at(PHYSICAL).addi(A0, A0, 1).ret().assemble());
        guest.load(Assembler.at(PHYSICAL + 0x1000).addi(A0, A0, 100).ret().assemble());
        long entry = (PHYSICAL + 0x1000) >> 12 << 10 | V | X | A;
        Assembler code = table.enable(Guest.program(), T0).li(A0, 0).li(S0, FREE);
        code.jalr(RA, 0, S0).li(T0, entry).li(T1, table.entryAddress(FREE, 0));
        code.sd(T0, 0, T1).sfenceVma(S0, ZERO).jalr(RA, 0, S0);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(101);
    }

    @Test
    void supervisorCodeIsNotReusedForUserMode() {
        PageTable table = PageTable.sv39(guest);
        table.map(FREE, PHYSICAL, 0, V | X | A);
        guest.load(Assembler.at(PHYSICAL).ret().assemble());
        Assembler code = table.enable(Guest.program(), T0).li(S0, FREE);
        code.jalr(RA, 0, S0).csrw(Csr.SEPC, S0).li(T0, SPP).csrc(Csr.SSTATUS, T0);
        Guest.TrapSeen trap = guest.run(Guest.end(code.sret())).trap();
        assertThat(trap.cause()).isEqualTo(12);
        assertThat(trap.epc()).isEqualTo(FREE);
    }
}
