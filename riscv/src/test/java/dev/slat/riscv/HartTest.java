package dev.slat.riscv;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.A4;
import static dev.slat.assembler.Register.A5;
import static dev.slat.assembler.Register.A6;
import static dev.slat.assembler.Register.A7;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.S3;
import static dev.slat.assembler.Register.S4;
import static dev.slat.assembler.Register.S5;
import static dev.slat.assembler.Register.S6;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.ZERO;
import static dev.slat.riscv.TestMachine.RAM;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.memory.bus.MmioDevice;
import dev.slat.memory.host.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CountDownLatch;

@Timeout(60)
final class HartTest {
    private static final long CODE = RAM + 0x1_0000;
    private static final long DATA = RAM + 0x40_0000;
    private static final long DEVICE = 0x1000_0000;

    private final TestMachine machine = new TestMachine(16 << 20);
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    private static Assembler code() {
        return Assembler.at(CODE);
    }

    /** Runs to the next ecall from S-mode. */
    private Program run(Assembler source) {
        Program program = source.assemble();
        machine.write(program.base(), program.bytes());
        hart.reset(program.base(), 0, 0);
        hart.run();
        return program;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Cell implements MmioDevice {
        private long value;
        private int reads;

        @Override
        public long read(long offset, int size) {
            reads++;
            return value + offset;
        }

        @Override
        public void write(long offset, int size, long written) {
            value = written + 16L * size;
        }
    }

    @Test
    void runsALoopAndCountsItsInstructions() {
        run(
                code().li(A0, 0)
                        .li(A1, 100)
                        .label("loop")
                        .add(A0, A0, A1)
                        .addi(A1, A1, -1)
                        .bnez(A1, "loop")
                        .ecall());
        assertThat(hart.register(10)).isEqualTo(5050);
        assertThat(hart.instructionsRetired()).isEqualTo(2 + 300 + 1);
        assertThat(hart.pc()).isEqualTo(CODE + 24);
    }

    @Test
    void readsTheCountOfInstructionsBeforeTheReadItself() {
        run(code().nop().nop().csrr(A0, Csr.INSTRET).csrr(A1, Csr.CYCLE).ecall());
        assertThat(hart.register(10)).isEqualTo(2);
        assertThat(hart.register(11)).isEqualTo(3);
    }

    @Test
    void writesToZeroVanish() {
        run(code().li(A1, 5).add(ZERO, A1, A1).lui(ZERO, 4).mv(A0, ZERO).ecall());
        assertThat(hart.register(10)).isZero();
        assertThat(hart.register(0)).isZero();
    }

    @Test
    void divisionFollowsTheManualAtItsEdges() {
        run(
                code().li(A0, -7)
                        .li(A1, Long.MIN_VALUE)
                        .li(A2, -1)
                        .div(A3, A0, ZERO)
                        .remu(A4, A0, ZERO)
                        .div(A5, A1, A2)
                        .rem(A6, A1, A2)
                        .mulhsu(A7, A2, A2)
                        .mulhu(S2, A2, A2)
                        .ecall());
        assertThat(hart.register(13)).isEqualTo(-1);
        assertThat(hart.register(14)).isEqualTo(-7);
        assertThat(hart.register(15)).isEqualTo(Long.MIN_VALUE);
        assertThat(hart.register(16)).isZero();
        assertThat(hart.register(17)).isEqualTo(-1);
        assertThat(hart.register(18)).isEqualTo(-2);
    }

    @Test
    void anIllegalInstructionTrapsWithItsBits() {
        Program program =
                run(
                        code().la(T0, "handler")
                                .csrw(Csr.STVEC, T0)
                                .label("bad")
                                .word(0xffff_ffff)
                                .label("handler")
                                .csrr(A0, Csr.SCAUSE)
                                .csrr(A1, Csr.STVAL)
                                .csrr(A2, Csr.SEPC)
                                .csrr(A3, Csr.INSTRET)
                                .ecall());
        assertThat(hart.register(10)).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
        assertThat(hart.register(11)).isEqualTo(0xffff_ffffL);
        assertThat(hart.register(12)).isEqualTo(program.address("bad"));
        assertThat(hart.register(13)).isEqualTo(6);
    }

    @Test
    void anIllegalCompressedInstructionTrapsWithSixteenBits() {
        run(
                code().la(T0, "handler")
                        .csrw(Csr.STVEC, T0)
                        .half(0x9c79, 1)
                        .label("handler")
                        .csrr(A1, Csr.STVAL)
                        .ecall());
        assertThat(hart.register(11)).isEqualTo(0x9c79);
    }

    @Test
    void aFaultInTheMiddleOfABlockIsPrecise() {
        Program program =
                run(
                        code().la(T0, "handler")
                                .csrw(Csr.STVEC, T0)
                                .li(A0, 1)
                                .li(T1, 0x5000)
                                .label("load")
                                .ld(A0, 8, T1)
                                .li(A0, 2)
                                .label("handler")
                                .csrr(A2, Csr.SEPC)
                                .csrr(A3, Csr.SCAUSE)
                                .csrr(A4, Csr.STVAL)
                                .ecall());
        assertThat(hart.register(10)).isEqualTo(1);
        assertThat(hart.register(12)).isEqualTo(program.address("load"));
        assertThat(hart.register(13)).isEqualTo(Cause.LOAD_ACCESS);
        assertThat(hart.register(14)).isEqualTo(0x5008);
    }

    @Test
    void devicesAnswerLoadsOfEveryKind() {
        Cell cell = new Cell();
        machine.memory.registerDevice(DEVICE, 0x1000, cell);
        run(
                code().li(T0, DEVICE)
                        .li(A0, 0xf0)
                        .sb(A0, 0, T0)
                        .lb(A1, 0, T0)
                        .lbu(A2, 1, T0)
                        .li(A0, 0x8000_0000L)
                        .sw(A0, 0, T0)
                        .lw(A3, 4, T0)
                        .lwu(A4, 4, T0)
                        .ecall());
        assertThat(hart.register(11)).isZero(); // 0xf0 + 16 = 0x100
        assertThat(hart.register(12)).isEqualTo(1);
        assertThat(hart.register(13)).isEqualTo(0xffff_ffff_8000_0044L);
        assertThat(hart.register(14)).isEqualTo(0x8000_0044L);
        assertThat(cell.reads).isEqualTo(4);
        assertThat(hart.instructionsRetired()).isGreaterThan(9);
    }

    @Test
    void fenceIBringsNewCode() {
        Program program =
                run(
                        code().la(T0, "patch")
                                .la(T2, "new")
                                .lw(T1, 0, T2)
                                .call("patch")
                                .sw(T1, 0, T0)
                                .fenceI()
                                .mv(A1, A0)
                                .call("patch")
                                .ecall()
                                .label("patch")
                                .li(A0, 1)
                                .ret()
                                .label("new")
                                .li(A0, 2));
        assertThat(hart.register(11)).as("before").isEqualTo(1);
        assertThat(hart.register(10)).as("after").isEqualTo(2);
        assertThat(program.size()).isPositive();
    }

    @Test
    void anInstructionMayCrossPages() {
        Assembler source = Assembler.at(RAM + 0x1ffe);
        source.li(A0, 77).addi(A0, A0, 1).ecall();
        run(source);
        assertThat(hart.register(10)).isEqualTo(78);
        assertThat(hart.instructionsRetired()).isEqualTo(3);
        Window.putShort(machine.hva(RAM + 0x2000), (short) (78 << 4));
        hart.reset(RAM + 0x1ffe, 0, 0);
        hart.run();
        assertThat(hart.register(10)).as("with a new second half").isEqualTo(79);
    }

    @Test
    void loadReservedAndStoreConditionalPairUp() {
        run(
                code().li(T0, DATA)
                        .li(A1, 5)
                        .scW(A0, A1, T0)
                        .lrW(A2, T0)
                        .scW(A3, A1, T0)
                        .scW(A4, A1, T0)
                        .lrW(A5, T0)
                        .sw(ZERO, 0, T0)
                        .scW(A6, A1, T0)
                        .ecall());
        assertThat(hart.register(10)).as("without reservation").isEqualTo(1);
        assertThat(hart.register(13)).as("paired").isZero();
        assertThat(hart.register(14)).as("reservation used up").isEqualTo(1);
        assertThat(hart.register(15)).isEqualTo(5);
        assertThat(hart.register(16)).as("value changed").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTimerInterruptsALoop(boolean vectored) {
        machine.time = 1000;
        Assembler source = code();
        source.la(T0, "table")
                .addi(T0, T0, vectored ? 1 : 0)
                .csrw(Csr.STVEC, T0)
                .li(T1, 500)
                .csrw(Csr.STIMECMP, T1)
                .li(T1, 1 << 5)
                .csrw(Csr.SIE, T1)
                .csrr(A3, Csr.SIP)
                .csrwi(Csr.SSTATUS, 2)
                .label("forever")
                .j("forever");
        while ((source.here() & 3) != 0) {
            source.half(1);
        }
        source.label("table");
        for (int i = 0; i < 6; i++) {
            source.li(A0, i);
            if (i == (vectored ? 5 : 0)) {
                source.csrr(A1, Csr.SCAUSE).csrr(A2, Csr.SSTATUS).ecall();
                break;
            }
        }
        run(source);
        assertThat(hart.register(11)).isEqualTo(Long.MIN_VALUE | 5);
        assertThat(hart.register(10)).isEqualTo(vectored ? 5 : 0);
        assertThat(hart.register(12) & 0x122).as("SPP and SPIE, not SIE").isEqualTo(0x120);
        assertThat(hart.register(13)).isEqualTo(1 << 5);
    }

    @Test
    void wfiSleepsUntilAnInterruptIsPendingEvenIfDisabled() throws InterruptedException {
        CountDownLatch asleep = new CountDownLatch(1);
        machine.sbi =
                h -> {
                    if (asleep.getCount() == 0) {
                        h.stop();
                    }
                    asleep.countDown();
                };
        Thread raiser =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    awaitUninterruptibly(asleep);
                                    hart.setInterrupt(9, true);
                                });
        run(
                code().li(T0, 1 << 9)
                        .csrw(Csr.SIE, T0)
                        .ecall()
                        .label("sleep")
                        .wfi()
                        .csrr(A0, Csr.SIP)
                        .beqz(A0, "sleep")
                        .ecall());
        raiser.join();
        assertThat(hart.register(10)).isEqualTo(1 << 9);
    }

    @Test
    void userModeTrapsToSupervisorAndBack() {
        Program program =
                run(
                        code().la(T0, "handler")
                                .csrw(Csr.STVEC, T0)
                                .la(T0, "user")
                                .csrw(Csr.SEPC, T0)
                                .li(T0, 0x120)
                                .csrw(Csr.SSTATUS, T0)
                                .li(T0, 0x100)
                                .csrc(Csr.SSTATUS, T0)
                                .sret()
                                .label("user")
                                .li(A0, 3)
                                .ecall()
                                .label("privileged")
                                .csrr(A0, Csr.SSTATUS)
                                .label("handler")
                                .csrr(S2, Csr.SCAUSE)
                                .csrr(S3, Csr.SEPC)
                                .csrr(S4, Csr.SSTATUS)
                                .li(T1, Cause.ILLEGAL_INSTRUCTION)
                                .beq(S2, T1, "end")
                                .mv(S5, S2)
                                .mv(S6, S4)
                                .addi(S3, S3, 4)
                                .csrw(Csr.SEPC, S3)
                                .sret()
                                .label("end")
                                .ecall());
        assertThat(hart.register(21)).isEqualTo(Cause.ECALL_FROM_USER);
        assertThat(hart.register(22) & 0x122).as("from U with interrupts on").isEqualTo(0x20);
        assertThat(hart.register(19)).isEqualTo(program.address("privileged"));
        assertThat(hart.register(10)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3000_2573, 0xc030_2573, 0xc000_1573, 0x3000_5073})
    void absentAndReadOnlyRegistersAreIllegal(int word) {
        run(
                code().la(T0, "handler")
                        .csrw(Csr.STVEC, T0)
                        .word(word)
                        .label("handler")
                        .csrr(A1, Csr.STVAL)
                        .ecall());
        assertThat(hart.register(11)).isEqualTo(Integer.toUnsignedLong(word));
    }

    @Test
    void satpIgnoresAModeItDoesNotHave() {
        run(code().li(T0, (10L << 60) | 5).csrw(Csr.SATP, T0).csrr(A0, Csr.SATP).ecall());
        assertThat(hart.register(10)).isZero();
    }

    @Test
    void anSbiCallSeesAndChangesRegistersAndTheHartGoesOn() {
        machine.sbi =
                h -> {
                    if (h.register(17) == 1) {
                        h.setRegister(10, h.register(10) + 1);
                    } else {
                        h.stop();
                    }
                };
        run(code().li(A7, 1).li(A0, 41).ecall().mv(A1, A0).li(A7, 0).ecall());
        assertThat(hart.register(11)).isEqualTo(42);
    }

    @Test
    void stopReachesAnEndlessLoop() throws InterruptedException {
        Program program = code().label("loop").j("loop").assemble();
        machine.write(CODE, program.bytes());
        hart.reset(CODE, 0, 0);
        Thread runner = Thread.ofPlatform().start(hart::run);
        hart.stop();
        runner.join();
        assertThat(hart.pc()).isEqualTo(CODE);
    }
}
