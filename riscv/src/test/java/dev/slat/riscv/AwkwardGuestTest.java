package dev.slat.riscv;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.T0;
import static dev.slat.riscv.TestMachine.RAM;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.memory.host.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guests that do what no sensible one does, and orders of events that seldom happen. */
@Timeout(60)
final class AwkwardGuestTest {
    private static final long NOWHERE = 0x1000;
    private static final int SIP = 0x144;
    private static final int SSIP = 1 << 1;
    private static final int STIP = 1 << 5;

    private final TestMachine machine = new TestMachine(16 << 20);
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void anInterruptThatSretLetsInComesBeforeTheFetchThatFails() {
        Program program =
                Assembler.at(RAM)
                        .la(T0, "handler")
                        .csrw(Csr.STVEC, T0)
                        .li(T0, NOWHERE)
                        .csrw(Csr.SEPC, T0)
                        .li(T0, 0x120)
                        .csrw(Csr.SSTATUS, T0)
                        .csrwi(Csr.SIE, SSIP)
                        .csrwi(Csr.SIP, SSIP)
                        .sret()
                        .label("handler")
                        .csrr(A0, Csr.SCAUSE)
                        .csrr(A1, Csr.SEPC)
                        .ecall()
                        .assemble();
        machine.write(RAM, program.bytes());
        hart.reset(RAM, 0, 0);
        hart.run();
        assertThat(hart.register(10)).isEqualTo(Long.MIN_VALUE | 1);
        assertThat(hart.register(11)).isEqualTo(NOWHERE);
    }

    @Test
    void anSbiCallBeforeAFetchThatFailsSeesTheHartBehindTheCall() {
        long last = RAM + (16 << 20) - 4;
        machine.code(last, 0x0000_0073);
        hart.reset(last, 0, 0);
        hart.run();
        assertThat(hart.pc()).isEqualTo(last + 4);
        assertThat(hart.csrs.scause).isZero();
    }

    @Test
    void anInterruptRaisedWhileAnInstructionWritesSipIsKept() {
        long old = hart.csrs.read(SIP);
        hart.setInterrupt(1, true);
        hart.csrs.replace(SIP, old, old | STIP);
        assertThat(hart.csrs.read(SIP)).isEqualTo(SSIP);
        hart.csrs.replace(SIP, SSIP, 0);
        assertThat(hart.csrs.read(SIP)).isZero();
    }

    @Test
    void anOddStartAddressLosesItsLowestBit() {
        long lastParcel = RAM + 0xffe;
        Window.putShort(machine.hva(lastParcel), (short) 1); // c.nop
        machine.code(lastParcel + 2, 0x0000_0073);
        hart.reset(lastParcel + 1, 0, 0);
        hart.run();
        assertThat(hart.pc()).isEqualTo(lastParcel + 6);
    }
}
