package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Privileged manual: "Supervisor Interrupt Registers", "stvec", Sstc, and WFI. */
class InterruptTest {
    private static final long INTERRUPT = Long.MIN_VALUE;
    private static final long SIE = 1 << 1;
    private static final long SPIE = 1 << 5;
    private static final long SPP = 1 << 8;
    private static final int SOFTWARE = 1;
    private static final int TIMER = 5;
    private static final int EXTERNAL = 9;
    private static final long ALL = 1 << SOFTWARE | 1 << TIMER | 1 << EXTERNAL;

    private final Guest guest = new Guest();

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void aSoftwareInterruptIsTakenBeforeTheNextInstruction() {
        Assembler code = Guest.program().csrwi(Csr.SIE, 2).csrwi(Csr.SIP, 2).li(A0, 1);
        code.csrrsi(T0, Csr.SSTATUS, SIE);
        long next = code.here();
        Guest.TrapSeen trap = guest.run(Guest.end(code.li(T1, 2))).trap();
        assertThat(trap.cause()).isEqualTo(INTERRUPT | SOFTWARE);
        assertThat(trap.epc()).isEqualTo(next);
        assertThat(trap.value()).isZero();
        assertThat(trap.status() & (SIE | SPIE | SPP)).isEqualTo(SPIE | SPP);
    }

    /** Lines that are high, the one that is taken: external before software before timer. */
    @ParameterizedTest
    @CsvSource({"1 5 9, 9", "1 5, 1", "5, 5", "5 9, 9", "1 9, 9"})
    void theHighestPriorityIsTakenFirst(String lines, int taken) {
        for (String line : lines.split(" ", -1)) {
            guest.hart().setInterrupt(Integer.parseInt(line), true);
        }
        Assembler code = Guest.program().li(T0, ALL).csrw(Csr.SIE, T0);
        code.csrrsi(T0, Csr.SSTATUS, SIE).nop();
        assertThat(guest.run(Guest.end(code)).trap().cause()).isEqualTo(INTERRUPT | taken);
    }

    @ParameterizedTest
    @ValueSource(ints = {SOFTWARE, TIMER, EXTERNAL})
    void anInterruptThatSieMasksIsPendingButNotTaken(int line) {
        guest.hart().setInterrupt(line, true);
        Assembler code = Guest.program().li(T0, ALL & ~(1L << line)).csrw(Csr.SIE, T0);
        code.csrrsi(T0, Csr.SSTATUS, SIE).nop().csrr(A0, Csr.SIP);
        code.csrrci(T0, Csr.SSTATUS, SIE);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(1L << line);
    }

    @Test
    void userModeIsInterruptedWhateverSieSays() {
        guest.hart().setInterrupt(EXTERNAL, true);
        Assembler code = Guest.program().li(T0, ALL).csrw(Csr.SIE, T0).la(T0, "user");
        code.csrw(Csr.SEPC, T0).li(T0, SPP | SPIE).csrc(Csr.SSTATUS, T0).sret();
        code.label("user").j("user");
        Guest.TrapSeen trap = guest.run(code.assemble()).trap();
        assertThat(trap.cause()).isEqualTo(INTERRUPT | EXTERNAL);
        assertThat(trap.status() & SPP).isZero();
    }

    /** Of the two sums, the vectored entry reports only its own number. */
    @ParameterizedTest
    @ValueSource(ints = {SOFTWARE, TIMER, EXTERNAL})
    void aVectoredHandlerIsEnteredAtFourTimesTheCause(int line) {
        guest.hart().setInterrupt(line, true);
        assertThat(guest.run(Guest.end(vectored(false))).get(A0)).isEqualTo(line);
    }

    @Test
    void exceptionsEnterAVectoredHandlerAtItsBase() {
        assertThat(guest.run(Guest.end(vectored(true))).get(A0)).isZero();
    }

    private static Assembler vectored(boolean exception) {
        Assembler code = Guest.program().la(T0, "table").addi(T0, T0, 1).csrw(Csr.STVEC, T0);
        code.li(T0, ALL).csrw(Csr.SIE, T0).csrrsi(T0, Csr.SSTATUS, exception ? 0 : SIE);
        code.ebreak().align(64).label("table");
        for (int i = 0; i <= EXTERNAL; i++) {
            code.j("entry" + i);
        }
        for (int i = 0; i <= EXTERNAL; i++) {
            code.label("entry" + i).li(A0, i).j("end");
        }
        return code.label("end");
    }

    @Test
    void stimecmpInThePastRaisesTheTimerInterrupt() {
        guest.setTime(1000);
        Assembler code = Guest.program().li(T0, 1000).csrw(Csr.STIMECMP, T0);
        code.li(T0, 1 << TIMER).csrw(Csr.SIE, T0).csrrsi(T0, Csr.SSTATUS, SIE).nop();
        assertThat(guest.run(Guest.end(code)).trap().cause()).isEqualTo(INTERRUPT | TIMER);
    }

    @Test
    void stimecmpInTheFutureTakesThePendingBitAway() {
        guest.setTime(1000);
        Assembler code = Guest.program().li(T0, 1000).csrw(Csr.STIMECMP, T0).csrr(A0, Csr.SIP);
        code.slli(A0, A0, 16).li(T0, 1001).csrw(Csr.STIMECMP, T0).csrr(T1, Csr.SIP);
        assertThat(guest.run(Guest.end(code.add(A0, A0, T1))).get(A0)).isEqualTo(1 << TIMER << 16);
    }

    @Test
    void stimecmpComparesWithoutSign() {
        guest.setTime(5);
        Assembler code = Guest.program().li(T0, -1).csrw(Csr.STIMECMP, T0).csrr(A0, Csr.SIP);
        assertThat(guest.run(Guest.end(code)).get(A0)).isZero();
    }

    @Test
    void wfiEndsAtAPendingInterruptEvenWhileSieIsOff() {
        guest.hart().setInterrupt(EXTERNAL, true);
        Assembler code = Guest.program().li(T0, ALL).csrw(Csr.SIE, T0).wfi().li(A0, 3);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(3);
    }

    @Test
    void wfiIsWokenByAnInterruptFromAnotherThread() throws InterruptedException {
        Assembler code = Guest.program().li(T0, ALL).csrw(Csr.SIE, T0);
        code.csrrsi(T0, Csr.SSTATUS, SIE).label("wait").wfi().j("wait");
        Thread device = Thread.startVirtualThread(() -> guest.hart().setInterrupt(EXTERNAL, true));
        assertThat(guest.run(code.assemble()).trap().cause()).isEqualTo(INTERRUPT | EXTERNAL);
        device.join();
    }

    @Test
    void aSpinningHartIsInterruptedFromAnotherThread() throws InterruptedException {
        Assembler code = Guest.program().li(T0, ALL).csrw(Csr.SIE, T0);
        code.csrrsi(T0, Csr.SSTATUS, SIE).label("spin").addi(T1, T1, 1).j("spin");
        Thread device = Thread.startVirtualThread(() -> guest.hart().setInterrupt(SOFTWARE, true));
        assertThat(guest.run(code.assemble()).trap().cause()).isEqualTo(INTERRUPT | SOFTWARE);
        device.join();
    }
}
