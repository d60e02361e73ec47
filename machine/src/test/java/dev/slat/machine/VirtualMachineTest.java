package dev.slat.machine;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A6;
import static dev.slat.assembler.Register.A7;
import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.ZERO;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.machine.ExitStatus.Kind;
import dev.slat.memory.bus.MmioDevice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class VirtualMachineTest {
    private static final long RAM = 0x8000_0000L;
    private static final long UART = 0x1000_0000;
    private static final long FINISHER = 0x10_0000;
    private static final long RTC = 0x10_1000;
    private static final long HSM = 0x48_534d;
    private static final long RFENCE = 0x5246_4e43;
    private static final long SRST = 0x5352_5354;

    @TempDir private Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private VirtualMachineBuilder machine(UnaryOperator<Assembler> program) throws IOException {
        Path kernel = folder.resolve("payload");
        Files.write(kernel, program.apply(Assembler.at(RAM)).assemble().bytes());
        return VirtualMachine.builder().memory(16 << 20).rawKernel(kernel).output(output);
    }

    private static ExitStatus run(VirtualMachineBuilder builder) throws InterruptedException {
        try (VirtualMachine vm = builder.build()) {
            vm.start();
            return vm.awaitExit();
        }
    }

    private static Assembler sbi(Assembler code, long extension, long function) {
        return code.li(A7, extension).li(A6, function).ecall();
    }

    private static Assembler poweroff(Assembler code) {
        return sbi(code.li(A0, 0).li(A1, 0), SRST, 0);
    }

    private static Assembler reboot(Assembler code) {
        return sbi(code.li(A0, 1).li(A1, 0), SRST, 0);
    }

    private static Assembler print(Assembler code, String text) {
        code.li(T0, UART);
        text.chars().forEach(c -> code.li(T1, c).sb(T1, 0, T0));
        return code;
    }

    private static Assembler finish(Assembler code, long command) {
        return code.li(T0, FINISHER).li(T1, command).sw(T1, 0, T0);
    }

    @Test
    void guestPrintsAndPowersOff() throws Exception {
        ExitStatus status = run(machine(code -> poweroff(print(code, "no newline"))));
        assertThat(status).isEqualTo(ExitStatus.of(Kind.POWEROFF));
        assertThat(status.isSuccess()).isTrue();
        assertThat(output.toString(US_ASCII)).isEqualTo("no newline");
    }

    /** The supervisor's timer is 20 ms away: one suspend lasts until then. */
    @Test
    void aRetentiveSuspendEndsWithTheTimer() throws Exception {
        ExitStatus status =
                run(
                        machine(
                                code -> {
                                    code.csrr(S0, Csr.TIME).li(T0, 200_000).add(S0, S0, T0);
                                    code.csrw(Csr.STIMECMP, S0).li(T0, 1 << 5).csrw(Csr.SIE, T0);
                                    sbi(code.li(A0, 0), HSM, 3).csrr(T0, Csr.TIME);
                                    code.bltu(T0, S0, "early").li(A0, 0).li(A1, 0).j("off");
                                    code.label("early").li(A0, 0).li(A1, 1).label("off");
                                    return sbi(code, SRST, 0);
                                }));
        assertThat(status.kind()).isEqualTo(Kind.POWEROFF);
    }

    /** Each hart adds 1 << its id; the first one, once both have, ends with what a2 leads to. */
    @Test
    void firmwareBeginsOnAllHartsInMachineModeAndLearnsOfTheKernel() throws Exception {
        Path kernel = folder.resolve("kernel");
        Files.write(kernel, new byte[64]);
        Path firmware = folder.resolve("firmware");
        Assembler code = Assembler.at(RAM).csrr(T0, Csr.MHARTID).li(T1, 1).sll(T1, T1, T0);
        code.la(T2, "count").amoaddW(ZERO, T1, T2);
        code.label("wait").bnez(T0, "wait").lw(T1, 0, T2).li(T0, 3).bne(T1, T0, "again");
        code.ld(T1, 16, A2).li(T0, RAM + (2 << 20)).bne(T1, T0, "bad").lw(T1, 0, A2);
        code.li(T0, 0x4942_534f).bne(T1, T0, "bad");
        finish(code, 0x5555).label("stay").j("stay").label("again").li(T0, 0).j("wait");
        finish(code.label("bad"), 0x3333).j("stay").align(8).label("count").dword(0);
        Files.write(firmware, code.assemble().bytes());
        var builder = VirtualMachine.builder().memory(16 << 20).harts(2);
        assertThat(run(builder.firmware(firmware).kernel(kernel)).kind()).isEqualTo(Kind.POWEROFF);
    }

    @Test
    void firmwareAndKernelMustNotOverlap() throws Exception {
        Path file = folder.resolve("file");
        Files.write(file, new byte[(2 << 20) + 1]);
        var builder = VirtualMachine.builder().firmware(file).kernel(file);
        assertThatThrownBy(builder::build)
                .isInstanceOf(BootException.class)
                .hasMessage(
                        "the firmware takes 0x80000000-0x80200001 and the kernel"
                                + " 0x80200000-0x80400001: they overlap");
    }

    /** The timer interrupt ends a wait, and the software interrupt of another hart. */
    @Test
    void theClintInterruptsTheHarts() throws Exception {
        Path firmware = folder.resolve("firmware");
        Assembler code = Assembler.at(RAM).li(S0, 0x200_0000).csrr(T0, Csr.MHARTID);
        code.bnez(T0, "second").li(T1, 0x200_bff8).ld(T1, 0, T1).addi(T1, T1, 1000);
        code.li(T2, 0x200_4000).sd(T1, 0, T2).li(T1, 1 << 7).csrw(Csr.MIE, T1).label("sleep");
        code.wfi().csrr(T1, Csr.MIP).beqz(T1, "sleep").li(T1, 1).sw(T1, 4, S0);
        code.label("rest").wfi().j("rest").label("second").li(T1, 1 << 3).csrw(Csr.MIE, T1);
        code.label("wait").wfi().csrr(T1, Csr.MIP).li(T2, 1 << 3).bne(T1, T2, "wait");
        Files.write(firmware, finish(code, 0x5555).j("rest").assemble().bytes());
        var builder = VirtualMachine.builder().memory(16 << 20).harts(2);
        assertThat(run(builder.firmware(firmware)).kind()).isEqualTo(Kind.POWEROFF);
    }

    @Test
    void finisherEndsTheMachineWithItsCode() throws Exception {
        ExitStatus status = run(machine(code -> finish(code, 0x7_3333)));
        assertThat(status).isEqualTo(ExitStatus.failure(7));
        assertThat(status.isSuccess()).isFalse();
        assertThat(run(machine(code -> finish(code, 0x5555))).kind()).isEqualTo(Kind.POWEROFF);
    }

    /** A pager that shows its first page, and a user who wants to leave. */
    @Test
    void stopsThoughNobodyReadsTheConsole() throws Exception {
        var never = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        var stuck =
                new OutputStream() {
                    @Override
                    public void write(int value) {
                        written.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                };
        var endless =
                machine(code -> code.li(T0, UART).label("x").sb(ZERO, 0, T0).j("x")).output(stuck);
        try (VirtualMachine vm = endless.build()) {
            vm.start();
            written.await();
            Thread.sleep(300); // the hart fills what is between, and waits
            vm.stop();
            assertThat(vm.awaitExit().kind()).isEqualTo(Kind.STOPPED);
        } finally {
            never.countDown();
        }
    }

    /** The heap of the launcher is smaller than many an initrd. */
    @Test
    void bigFilesTakeNoHeap() throws Exception {
        Path initrd = folder.resolve("initrd");
        try (var file = new RandomAccessFile(initrd.toFile(), "rw")) {
            file.setLength(3L << 29); // no bytes on the disk
        }
        var builder = machine(VirtualMachineTest::poweroff).initrd(initrd);
        assertThatThrownBy(builder::build)
                .isInstanceOf(BootException.class)
                .hasMessageContaining("1610612736 bytes does not fit");
    }

    @Test
    void guestDoesNotRunOnPastItsEnd() throws Exception {
        run(machine(code -> print(poweroff(print(code, "a")), "b").label("x").j("x")));
        assertThat(output.toString(US_ASCII)).isEqualTo("a");
    }

    @Test
    void bootHartGetsItsIdAndTheDeviceTree() throws Exception {
        // a0 = 0, and the tree begins with the big-endian magic.
        ExitStatus status =
                run(
                        machine(
                                code ->
                                        finish(
                                                        code.bnez(A0, "bad")
                                                                .lw(T0, 0, A1)
                                                                .li(T1, 0xffff_ffff_edfe_0dd0L)
                                                                .bne(T0, T1, "bad"),
                                                        0x5555)
                                                .label("x")
                                                .j("x")
                                                .label("bad")
                                                .li(T0, FINISHER)
                                                .li(T1, 0x1_3333)
                                                .sw(T1, 0, T0)));
        assertThat(status.kind()).isEqualTo(Kind.POWEROFF);
    }

    @Test
    void rebootExitsWhenAskedTo() throws Exception {
        ExitStatus status = run(machine(VirtualMachineTest::reboot).onReboot(RebootPolicy.EXIT));
        assertThat(status.kind()).isEqualTo(Kind.REBOOT);
    }

    /**
     * The clock keeps what it was set to over a reboot, so the guest knows that it has been here.
     */
    @Test
    void rebootStartsTheGuestAgainInFreshMemory() throws Exception {
        UnaryOperator<Assembler> program =
                code -> {
                    code.li(S0, RAM + (1 << 20)).lw(S1, 0, S0);
                    code.li(T0, RTC).lw(T1, 0, T0).lw(T1, 4, T0).beqz(T1, "second");
                    print(code, "first").li(T0, 1).sw(T0, 0, S0);
                    code.li(T0, RTC).sw(ZERO, 4, T0).sw(ZERO, 0, T0);
                    reboot(code).label("second").bnez(S1, "stale");
                    poweroff(print(code, "second")).label("stale");
                    return finish(code, 0x1_3333);
                };
        assertThat(run(machine(program)).kind()).isEqualTo(Kind.POWEROFF);
        assertThat(output.toString(US_ASCII)).isEqualTo("firstsecond");
    }

    @Test
    void rebootAfterAPanicIsAFailureUnderEitherPolicy() throws Exception {
        for (RebootPolicy policy : RebootPolicy.values()) {
            var builder =
                    machine(code -> reboot(print(code, "Kernel panic - not syncing: test\r\n")));
            try (VirtualMachine vm = builder.onReboot(policy).build()) {
                vm.start();
                assertThat(vm.awaitExit().kind()).isEqualTo(Kind.PANIC);
                assertThat(vm.consoleTail()).contains("Kernel panic - not syncing: test");
            }
        }
    }

    @Test
    void aGuestThatOnlyPrintsThePanicsWordsMayPowerOff() throws Exception {
        var builder = machine(code -> poweroff(print(code, "Kernel panic - not syncing: no\r\n")));
        assertThat(run(builder).kind()).isEqualTo(Kind.POWEROFF);
    }

    @Test
    void hostStopsAGuestThatNeverEnds() throws Exception {
        try (VirtualMachine vm = machine(code -> code.label("x").j("x")).harts(2).build()) {
            vm.start();
            vm.stop();
            assertThat(vm.awaitExit().kind()).isEqualTo(Kind.STOPPED);
        }
    }

    @Test
    void hostStopsAGuestThatSleeps() throws Exception {
        try (VirtualMachine vm = machine(code -> code.label("x").wfi().j("x")).build()) {
            vm.start();
            vm.stop();
            assertThat(vm.awaitExit().kind()).isEqualTo(Kind.STOPPED);
        }
    }

    @Test
    void machineClosesInEveryState() throws Exception {
        machine(code -> code.label("x").j("x")).build().close();
        VirtualMachine running = machine(code -> code.label("x").j("x")).build();
        running.start();
        running.close();
        running.close();
        assertThat(running.awaitExit().kind()).isEqualTo(Kind.STOPPED);
        assertThatThrownBy(running::start).isInstanceOf(IllegalStateException.class);
    }

    /** Two harts meet, then fence each other as fast as they can; the last one powers off. */
    @Test
    void hartsStartEachOtherAndFenceWithoutDeadlock() throws Exception {
        long counter = RAM + (1 << 20);
        UnaryOperator<Assembler> program =
                code -> {
                    code.li(A0, 1).la(A1, "both").li(A2, 0);
                    sbi(code, HSM, 0).bnez(A0, "bad").label("both").li(S1, counter);
                    code.li(T0, 1).amoaddW(ZERO, T0, S1);
                    code.li(T1, 2).label("meet").lw(T0, 0, S1).bne(T0, T1, "meet");
                    code.li(S0, 2000).label("loop").li(A0, 3).li(A1, 0).li(A2, 0);
                    sbi(code, RFENCE, 1).bnez(A0, "bad").li(A0, 3).li(A1, 0);
                    sbi(code, RFENCE, 0).bnez(A0, "bad").addi(S0, S0, -1).bnez(S0, "loop");
                    code.li(T0, 1).amoaddW(T2, T0, S1).li(T1, 3).beq(T2, T1, "last");
                    sbi(code, HSM, 1).label("last");
                    poweroff(code).label("bad");
                    return finish(code, 0x1_3333);
                };
        assertThat(run(machine(program).harts(2)).kind()).isEqualTo(Kind.POWEROFF);
    }

    @Test
    void stoppedHartCanBeStartedAgain() throws Exception {
        UnaryOperator<Assembler> program =
                code -> {
                    code.li(S0, 3).label("again").li(A0, 1).la(A1, "second").li(A2, 'x');
                    sbi(code, HSM, 0).bnez(A0, "again").addi(S0, S0, -1).bnez(S0, "again");
                    code.label("wait").li(A0, 1);
                    sbi(code, HSM, 2).li(T0, 1).bne(A1, T0, "wait");
                    poweroff(code).label("second").li(T0, UART).sb(A1, 0, T0);
                    return sbi(code, HSM, 1);
                };
        assertThat(run(machine(program).harts(2)).kind()).isEqualTo(Kind.POWEROFF);
        assertThat(output.toString(US_ASCII)).isEqualTo("xxx");
    }

    @Test
    void typedBytesReachAPollingGuest() throws Exception {
        UnaryOperator<Assembler> program =
                code -> {
                    code.li(T0, UART).li(T2, 'q').label("poll").lw(T1, 5, T0).andi(T1, T1, 1);
                    code.beqz(T1, "poll").lw(T1, 0, T0).andi(T1, T1, 0xff).beq(T1, T2, "quit");
                    return poweroff(code.sb(T1, 0, T0).j("poll").label("quit"));
                };
        var input = new ByteArrayInputStream("hello, guestq".getBytes(US_ASCII));
        assertThat(run(machine(program).input(input)).kind()).isEqualTo(Kind.POWEROFF);
        assertThat(output.toString(US_ASCII)).isEqualTo("hello, guest");
    }

    @Test
    void defectOnAHartsThreadEndsTheMachineAndIsTold() throws Exception {
        RuntimeException defect = new IllegalStateException("defect");
        MmioDevice broken =
                new MmioDevice() {
                    @Override
                    public long read(long offset, int size) {
                        throw defect;
                    }

                    @Override
                    public void write(long offset, int size, long value) {}
                };
        var builder = machine(code -> code.li(T0, 0x2000_0000).lw(T1, 0, T0)).harts(2);
        try (VirtualMachine vm = builder.build()) {
            vm.memory().registerDevice(0x2000_0000, 4096, broken);
            vm.start();
            ExitStatus status = vm.awaitExit();
            assertThat(status.kind()).isEqualTo(Kind.CRASH);
            assertThat(status.cause()).containsSame(defect);
        }
    }

    @Test
    void settingsOutOfRangeAreNamed() throws IOException {
        var good = machine(VirtualMachineTest::poweroff);
        assertBadSetting(good.memory(5000), "5000");
        assertBadSetting(good.memory(16 << 20).harts(0), "0 harts");
        assertBadSetting(good.harts(513), "513");
        assertBadSetting(good.harts(1).commandLine("a\0b"), "NUL");
        assertBadSetting(VirtualMachine.builder(), "no kernel");
    }

    @Test
    void memoryTooSmallForTheDeviceTreeIsNamed() throws IOException {
        var small = machine(VirtualMachineTest::poweroff).memory(1 << 20);
        BootException e = catchThrowableOfType(BootException.class, small::build);
        assertThat(e.reason()).isEqualTo(BootException.Reason.DOES_NOT_FIT);
    }

    private static void assertBadSetting(VirtualMachineBuilder builder, String word) {
        BootException e = catchThrowableOfType(BootException.class, builder::build);
        assertThat(e.reason()).isEqualTo(BootException.Reason.BAD_SETTING);
        assertThat(e).hasMessageContaining(word);
    }
}
