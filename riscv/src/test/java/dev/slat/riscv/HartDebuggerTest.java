package dev.slat.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

class HartDebuggerTest {
    private static final long RAM = TestMachine.RAM;
    private static final long DATA = RAM + 0x8000;
    private static final int LI_A0_5 = 0x0050_0513;
    private static final int ADDI_A0_1 = 0x0015_0513;
    private static final int LD_A1_T0 = 0x0002_b583;
    private static final int SD_A0_T0 = 0x00a2_b023;
    private static final int AMOADD_A2_A0_T0 = 0x00a2_b62f;
    private static final int JUMP_BACK_4 = 0xffdf_f06f;
    private static final int ECALL = 0x0000_0073;
    private static final int WFI = 0x1050_0073;

    private final TestMachine machine = new TestMachine(1 << 20);
    private final Hart hart = machine.hart;
    private final HartDebugger debugger = hart.debugger();

    @AfterEach
    void close() {
        machine.close();
    }

    private void start(int... words) {
        machine.code(RAM, words);
        hart.reset(RAM, 0, 0);
        hart.setRegister(5, DATA);
    }

    private DebugStop run() {
        hart.run();
        return debugger.takeStop().orElse(null);
    }

    private static DebugStop at(DebugStop.Kind kind, long address) {
        return new DebugStop(kind, address);
    }

    @Test
    void breakpointStopsBeforeItsInstructionEachTimeAround() {
        start(LI_A0_5, ADDI_A0_1, JUMP_BACK_4);
        debugger.setBreakpoints(List.of(RAM + 4));
        assertThat(run()).isEqualTo(at(DebugStop.Kind.BREAKPOINT, RAM + 4));
        assertThat(hart.register(10)).isEqualTo(5);
        assertThat(hart.pc()).isEqualTo(RAM + 4);
        debugger.step();
        assertThat(run()).isEqualTo(at(DebugStop.Kind.STEP, RAM + 8));
        assertThat(run()).isEqualTo(at(DebugStop.Kind.BREAKPOINT, RAM + 4));
        assertThat(hart.register(10)).isEqualTo(6);
        assertThat(hart.instructionsRetired()).isEqualTo(3);
    }

    @Test
    void breakpointSetInCodeThatRanAlreadyIsMet() {
        start(ECALL, ADDI_A0_1, ECALL);
        hart.run();
        hart.reset(RAM + 4, 0, 0);
        debugger.setBreakpoints(List.of(RAM + 8));
        assertThat(run()).isEqualTo(at(DebugStop.Kind.BREAKPOINT, RAM + 8));
        debugger.setBreakpoints(List.of());
        assertThat(run()).isNull();
        assertThat(hart.pc()).isEqualTo(RAM + 12);
    }

    @Test
    void breakpointAtTheSameOffsetOfAnotherPageIsPassed() {
        start(LI_A0_5, ADDI_A0_1, ADDI_A0_1, ECALL);
        debugger.setBreakpoints(List.of(RAM + 0x1004));
        assertThat(run()).isNull();
        assertThat(hart.register(10)).isEqualTo(7);
        assertThat(hart.instructionsRetired()).isEqualTo(4);
    }

    @Test
    void stepExecutesOneInstructionAndTakesNoInterrupt() {
        start(LI_A0_5, ADDI_A0_1, ECALL);
        hart.interrupts.enabled = 1 << 1;
        hart.csrs.setStatus(Csrs.SIE);
        hart.setInterrupt(1, true);
        debugger.step();
        assertThat(run()).isEqualTo(at(DebugStop.Kind.STEP, RAM + 4));
        assertThat(hart.register(10)).isEqualTo(5);
        assertThat(hart.instructionsRetired()).isEqualTo(1);
    }

    @Test
    void stepOverAnInstructionAcrossPagesExecutesIt() {
        long pc = RAM + 0xffe;
        start(0);
        machine.write(pc, new byte[] {0x13, 0x05, 0x50, 0x00}); // li a0, 5
        hart.reset(pc, 0, 0);
        debugger.step();
        assertThat(run()).isEqualTo(at(DebugStop.Kind.STEP, pc + 4));
        assertThat(hart.register(10)).isEqualTo(5);
    }

    @Test
    void stepIntoATrapEndsAtItsHandler() {
        start(0, 0, 0);
        hart.csrs.stvec = RAM + 0x40;
        debugger.step();
        assertThat(run()).isEqualTo(at(DebugStop.Kind.STEP, RAM + 0x40));
        assertThat(hart.csrs.scause).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
    }

    @Test
    void stepOfAUserCallStopsAtTheHandlersFirstInstruction() {
        start(ECALL);
        machine.code(RAM + 0x40, ADDI_A0_1);
        hart.csrs.stvec = RAM + 0x40;
        hart.privilege = Privilege.USER;
        debugger.step();
        assertThat(run()).isEqualTo(at(DebugStop.Kind.STEP, RAM + 0x40));
        assertThat(hart.register(10)).isZero();
    }

    @Test
    void stepOverWfiDoesNotSleep() {
        start(WFI, ECALL);
        debugger.step();
        assertThat(run()).isEqualTo(at(DebugStop.Kind.STEP, RAM + 4));
    }

    @Test
    void stepOverAnSbiCallMakesTheCall() {
        start(ECALL, ECALL);
        machine.sbi = caller -> caller.setRegister(10, 42);
        debugger.step();
        assertThat(run()).isEqualTo(at(DebugStop.Kind.STEP, RAM + 4));
        assertThat(hart.register(10)).isEqualTo(42);
    }

    @Test
    void watchedStoreStopsAfterItAndLoadsPass() {
        start(LD_A1_T0, LI_A0_5, SD_A0_T0, ADDI_A0_1, ECALL);
        debugger.setWatchpoints(List.of(new Watchpoint(DATA + 4, 1, false, true)));
        assertThat(run()).isEqualTo(at(DebugStop.Kind.WATCH_STORE, DATA + 4));
        assertThat(hart.pc()).isEqualTo(RAM + 12);
        assertThat(machine.load(DATA)).isEqualTo(5);
        assertThat(run()).isNull();
        assertThat(hart.instructionsRetired()).isEqualTo(5);
    }

    @Test
    void watchedLoadIsMetAlthoughItsPageWasInTheTlb() {
        start(LD_A1_T0, ECALL, LD_A1_T0, ECALL);
        hart.run();
        debugger.setWatchpoints(List.of(new Watchpoint(DATA, 8, true, false)));
        assertThat(run()).isEqualTo(at(DebugStop.Kind.WATCH_LOAD, DATA));
        assertThat(hart.pc()).isEqualTo(RAM + 12);
    }

    @Test
    void atomicInstructionIsALoadAndAStore() {
        start(AMOADD_A2_A0_T0, ECALL);
        debugger.setWatchpoints(List.of(new Watchpoint(DATA, 8, true, true)));
        assertThat(run()).isEqualTo(at(DebugStop.Kind.WATCH_ACCESS, DATA));
        assertThat(hart.pc()).isEqualTo(RAM + 4);
    }

    @Test
    void neighboursOfAWatchedRangeDoNotStop() {
        start(SD_A0_T0, ECALL);
        debugger.setWatchpoints(
                List.of(
                        new Watchpoint(DATA - 1, 1, true, true),
                        new Watchpoint(DATA + 8, 1, true, true)));
        assertThat(run()).isNull();
    }

    @Test
    void watchpointsAtBothEndsOfTheAddressSpaceHoldTheirRange() {
        assertThat(new Watchpoint(-1, 1, true, true).touches(-8, 8)).isTrue();
        assertThat(new Watchpoint(-1, 1, true, true).touches(0, 8)).isFalse();
        assertThat(new Watchpoint(0, 1, true, true).touches(-8, 8)).isFalse();
        assertThat(new Watchpoint(-16, 8, true, true).touchesPage(-1)).isTrue();
    }

    @Test
    void registersAreReadAndWrittenWhateverTheMode() {
        start(ECALL);
        hart.privilege = Privilege.USER;
        DebugRegisters registers = debugger.registers();
        assertThat(registers.setCsr(0x140, 77)).isTrue();
        assertThat(registers.csr(0x140)).hasValue(77);
        assertThat(registers.setCsr(3, 0xe1)).isTrue();
        assertThat(registers.csr(1)).hasValue(1);
        assertThat(registers.csr(2)).hasValue(7);
        assertThat(registers.csr(0x7ff)).isEmpty();
        assertThat(registers.setCsr(0xC01, 1)).isFalse();
        assertThat(registers.privilege()).isEqualTo(Privilege.USER);
    }

    @Test
    void traceKeepsTheLastInstructionsInOrder() {
        start(LI_A0_5, ADDI_A0_1, LD_A1_T0, ECALL);
        debugger.startTrace(3);
        hart.run();
        assertThat(debugger.trace())
                .containsExactly(
                        new TracedInstruction(RAM + 4, ADDI_A0_1, 1),
                        new TracedInstruction(RAM + 8, LD_A1_T0, 1),
                        new TracedInstruction(RAM + 12, ECALL, 1));
        assertThat(hart.instructionsRetired()).isEqualTo(4);
    }

    @Test
    void traceIsEmptyUnlessItWasStarted() {
        start(ECALL);
        hart.run();
        assertThat(debugger.trace()).isEmpty();
    }
}
