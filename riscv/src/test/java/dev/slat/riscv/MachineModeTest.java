package dev.slat.riscv;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.T0;
import static dev.slat.riscv.TestMachine.RAM;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.memory.bus.MmioDevice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MachineModeTest {
    private static final long CODE = RAM + 0x1_0000;
    private static final long FINISHER = 0x10_0000;

    private final TestMachine machine = new TestMachine(16 << 20);
    private final Hart hart = machine.hart;

    @BeforeEach
    void addFinisher() {
        machine.memory.registerDevice(
                FINISHER,
                0x1000,
                new MmioDevice() {
                    @Override
                    public long read(long offset, int size) {
                        return 0;
                    }

                    @Override
                    public void write(long offset, int size, long value) {
                        hart.stop();
                    }
                });
    }

    @AfterEach
    void close() {
        machine.close();
    }

    /** Code that stores to the finisher ends the run. */
    private static Assembler end(Assembler code) {
        return code.lui(T0, FINISHER >> 12).sw(T0, 0, T0).label("idle").j("idle");
    }

    private Program run(Assembler code) {
        Program program = code.assemble();
        machine.write(program.base(), program.bytes());
        hart.resetToMachine(program.base(), 7, 8, 9);
        hart.run();
        return program;
    }

    @Test
    void beginsInMachineModeWithItsArguments() {
        run(end(Assembler.at(CODE).csrr(A1, Csr.MSTATUS)));
        assertThat(hart.register(10)).isEqualTo(7);
        assertThat(hart.register(11)).as("UXL, SXL").isEqualTo(0xa_0000_0000L);
        assertThat(hart.register(12)).isEqualTo(9);
        assertThat(hart.privilege).isEqualTo(Privilege.MACHINE);
    }

    @Test
    void anEcallIsATrapAndNoCallOfTheEnvironment() {
        machine.sbi =
                h -> {
                    throw new AssertionError("called");
                };
        Assembler code = Assembler.at(CODE).la(T0, "handler").csrw(Csr.MTVEC, T0).label("call");
        code.ecall().align(4).label("handler").csrr(A0, Csr.MCAUSE).csrr(A1, Csr.MEPC);
        Program program = run(end(code.csrr(A2, Csr.MTVAL)));
        assertThat(hart.register(10)).isEqualTo(Cause.ECALL_FROM_MACHINE);
        assertThat(hart.register(11)).isEqualTo(program.address("call"));
        assertThat(hart.register(12)).isZero();
    }

    @Test
    void anInterruptOfAnotherThreadIsTaken() {
        Assembler code = Assembler.at(CODE).la(T0, "handler").csrw(Csr.MTVEC, T0);
        code.li(T0, 1 << 3).csrw(Csr.MIE, T0).csrrsi(A1, Csr.MSTATUS, 8).label("loop").j("loop");
        code.align(4).label("handler").csrr(A0, Csr.MCAUSE);
        Thread other = Thread.ofVirtual().start(() -> hart.setInterrupt(3, true));
        run(end(code));
        assertThat(other).isNotNull();
        assertThat(hart.register(10)).isEqualTo(Cause.INTERRUPT | 3);
    }

    @Test
    void theMachineTimerEndsAWait() {
        machine.time = 5;
        hart.setMachineTimer(10);
        Assembler code = Assembler.at(CODE).li(T0, 1 << 7).csrw(Csr.MIE, T0).wfi();
        Thread clock =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    machine.time = 10;
                                    hart.setMachineTimer(10);
                                });
        run(end(code.csrr(A0, Csr.MIP)));
        assertThat(clock).isNotNull();
        assertThat(hart.register(10)).isEqualTo(1 << 7);
    }

    @Test
    void aResetToTheSupervisorClosesMachineMode() {
        run(end(Assembler.at(CODE).nop()));
        Program program = Assembler.at(CODE).csrr(A0, Csr.MSTATUS).assemble();
        machine.write(program.base(), program.bytes());
        Program handler = Assembler.at(CODE + 0x100).csrr(A0, Csr.SCAUSE).ecall().assemble();
        machine.write(handler.base(), handler.bytes());
        hart.reset(CODE, 0, 0);
        hart.csrs.stvec = CODE + 0x100;
        hart.run();
        assertThat(hart.register(10)).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
        assertThat(hart.privilege).isEqualTo(Privilege.SUPERVISOR);
    }
}
