package dev.slat.machine.gdb;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A6;
import static dev.slat.assembler.Register.A7;
import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.T0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Program;
import dev.slat.machine.BootException;
import dev.slat.machine.ExitStatus;
import dev.slat.machine.VirtualMachine;
import dev.slat.machine.VirtualMachineBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A debugger at a running machine, by the protocol itself. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GdbServerTest {
    private static final long RAM = 0x8000_0000L;
    private static final long COUNTER = RAM + 0x10_0000;
    private static final long HSM = 0x48_534d;
    private static final int PC = 32;
    private static final int TIME = 65 + 0xc01;
    private static final int SATP = 65 + 0x180;
    private static final int SSCRATCH = 65 + 0x140;

    @TempDir private Path folder;

    private Program program;
    private VirtualMachine vm;
    private GdbClient gdb;

    /**
     * Starts hart 1, if there is one, at {@code other}, which counts in s1; then counts in memory.
     */
    private void start(int harts) throws IOException {
        program =
                Assembler.at(RAM)
                        .li(A0, 1)
                        .la(A1, "other")
                        .li(A2, 0)
                        .li(A6, 0)
                        .li(A7, HSM)
                        .ecall()
                        .li(S0, COUNTER)
                        .li(S1, 0)
                        .label("loop")
                        .addi(S1, S1, 1)
                        .label("store")
                        .sd(S1, 0, S0)
                        .label("next")
                        .ld(T0, 8, S0)
                        .j("loop")
                        .label("other")
                        .addi(S1, S1, 1)
                        .j("other")
                        .assemble();
        Path kernel = folder.resolve("payload");
        Files.write(kernel, program.bytes());
        VirtualMachineBuilder builder =
                VirtualMachine.builder()
                        .memory(16 << 20)
                        .harts(harts)
                        .rawKernel(kernel)
                        .trace(16)
                        .debugger(":0", true);
        vm = builder.build();
        vm.start();
        gdb = new GdbClient(vm.debuggerAddress().orElseThrow());
    }

    @AfterEach
    void close() throws IOException {
        gdb.close();
        vm.close();
    }

    private String at(String label) {
        return Long.toHexString(program.address(label));
    }

    @Test
    void guestWaitsBeforeItsFirstInstructionAndStopsAtABreakpoint() throws Exception {
        start(1);
        assertThat(gdb.ask("qSupported:swbreak+")).contains("QStartNoAckMode+");
        assertThat(gdb.ask("?")).isEqualTo("T05thread:1;");
        assertThat(gdb.register(PC)).isEqualTo(RAM);
        gdb.tell("Z0," + at("store") + ",4");
        assertThat(gdb.ask("vCont;c")).isEqualTo("T05thread:1;");
        assertThat(gdb.register(PC)).isEqualTo(program.address("store"));
        assertThat(gdb.register(S1.number())).isEqualTo(1);
        assertThat(gdb.ask("vCont;s:1")).isEqualTo("T05thread:1;");
        assertThat(gdb.register(PC)).isEqualTo(program.address("next"));
        assertThat(gdb.ask("c")).isEqualTo("T05thread:1;");
        assertThat(gdb.register(S1.number())).isEqualTo(2);
        gdb.tell("z0," + at("store") + ",4");
        gdb.send("vCont;c");
        gdb.raw("\003");
        assertThat(gdb.receive()).isEqualTo("T02thread:1;");
    }

    @Test
    void watchpointsTellTheAddressAndStandBehindTheInstruction() throws Exception {
        start(1);
        gdb.tell("Z2,%x,8".formatted(COUNTER));
        assertThat(gdb.ask("c")).isEqualTo("T05watch:%x;thread:1;".formatted(COUNTER));
        assertThat(gdb.register(PC)).isEqualTo(program.address("next"));
        assertThat(gdb.ask("m%x,8".formatted(COUNTER))).isEqualTo("0100000000000000");
        gdb.tell("z2,%x,8".formatted(COUNTER));
        gdb.tell("Z3,%x,1".formatted(COUNTER + 9));
        assertThat(gdb.ask("c")).isEqualTo("T05rwatch:%x;thread:1;".formatted(COUNTER + 9));
        gdb.tell("z3,%x,1".formatted(COUNTER + 9));
        gdb.tell("Z4,%x,4".formatted(COUNTER + 4));
        assertThat(gdb.ask("c")).isEqualTo("T05awatch:%x;thread:1;".formatted(COUNTER + 4));
    }

    @Test
    void registersAndCsrsAreReadAndWritten() throws Exception {
        start(1);
        String all = gdb.ask("g");
        assertThat(all).hasSize(65 * 16);
        gdb.tell("G" + "11".repeat(8) + "22".repeat(8) + all.substring(32));
        assertThat(gdb.register(0)).isZero();
        assertThat(gdb.register(1)).isEqualTo(0x2222_2222_2222_2222L);
        gdb.setRegister(33, 0x1234);
        assertThat(gdb.register(33)).isEqualTo(0x1234);
        gdb.setRegister(SSCRATCH, 99);
        assertThat(gdb.register(SSCRATCH)).isEqualTo(99);
        assertThat(gdb.ask("p" + Integer.toHexString(65 + 0x7ff))).isEqualTo("E16");
        String xml = gdb.ask("qXfer:features:read:target.xml:0,3000");
        assertThat(xml)
                .startsWith("l<?xml")
                .contains("name=\"satp\" bitsize=\"64\" regnum=\"449\"");
        assertThat(gdb.ask("qXfer:features:read:target.xml:2,4")).isEqualTo("mxml ");
    }

    @Test
    void memoryGoesThroughTheHartsPageTableUnlessPhysicalIsAskedFor() throws Exception {
        start(1);
        long root = RAM + 0x20_0000;
        gdb.tell("M%x,8:%016x".formatted(root + 8, Long.reverseBytes(RAM >>> 2 | 0xcf)));
        gdb.tell("M%x,4:deadbeef".formatted(COUNTER));
        gdb.setRegister(SATP, 8L << 60 | root >>> 12);
        long virtual = (1L << 30) + COUNTER - RAM;
        assertThat(gdb.ask("m%x,4".formatted(virtual))).isEqualTo("deadbeef");
        assertThat(gdb.ask("m%x,4".formatted(COUNTER))).isEqualTo("E0e");
        gdb.tell("Qqemu.PhyMemMode:1");
        assertThat(gdb.ask("qqemu.PhyMemMode")).isEqualTo("1");
        assertThat(gdb.ask("m%x,4".formatted(COUNTER))).isEqualTo("deadbeef");
        assertThat(gdb.ask("m0,4")).isEqualTo("E0e");
        gdb.tell("X%x,3:a}\003c".formatted(COUNTER));
        assertThat(gdb.ask("m%x,4".formatted(COUNTER))).isEqualTo("612363ef");
    }

    @Test
    void codeThatTheDebuggerWritesIsExecuted() throws Exception {
        start(1);
        gdb.tell("Z0," + at("store") + ",4");
        gdb.ask("c");
        gdb.tell("M" + at("loop") + ",4:93844406"); // addi s1, s1, 0x64
        gdb.ask("s");
        gdb.ask("c");
        assertThat(gdb.register(S1.number())).isEqualTo(101);
    }

    @Test
    void hartsAreThreadsAndOneCanStepWhileTheOtherStays() throws Exception {
        start(2);
        assertThat(gdb.ask("qfThreadInfo")).isEqualTo("m1,2");
        assertThat(gdb.ask("qsThreadInfo")).isEqualTo("l");
        gdb.tell("T2");
        assertThat(gdb.ask("T3")).isEqualTo("E16");
        gdb.tell("Z1," + at("other") + ",4");
        assertThat(gdb.ask("vCont;c")).isEqualTo("T05thread:2;");
        assertThat(gdb.ask("qC")).isEqualTo("QC2");
        gdb.tell("z1," + at("other") + ",4");
        gdb.tell("Hg1");
        long pc = gdb.register(PC);
        assertThat(gdb.ask("vCont;s:2")).isEqualTo("T05thread:2;");
        gdb.tell("Hg2");
        assertThat(gdb.register(PC)).isEqualTo(program.address("other") + 4);
        gdb.tell("Hg1");
        assertThat(gdb.register(PC)).isEqualTo(pc);
        assertThat(new String(Hex.bytes(gdb.ask("qThreadExtraInfo,2")), PacketWriter.BYTES))
                .isEqualTo("hart 1, started, S-mode");
    }

    @Test
    void guestRunsOnWithoutPointsAfterDetachAndAfterALostConnection() throws Exception {
        start(1);
        gdb.tell("Z0," + at("store") + ",4");
        gdb.ask("c");
        gdb.tell("D");
        assertRuns();
        gdb.close();
        gdb = new GdbClient(vm.debuggerAddress().orElseThrow());
        gdb.tell("Z0," + at("store") + ",4");
        gdb.close();
        assertRuns();
        gdb = new GdbClient(vm.debuggerAddress().orElseThrow());
        assertThat(gdb.ask("?")).startsWith("T05");
    }

    private void assertRuns() throws InterruptedException {
        long then = vm.memory().getLongVolatile(COUNTER) + 10;
        while (vm.memory().getLongVolatile(COUNTER) < then) {
            Thread.sleep(1); // ends with the test's time limit if the guest stands
        }
    }

    @Test
    void killEndsTheMachineAlsoWhileTheHartsAreStopped() throws Exception {
        start(1);
        gdb.send("k");
        assertThat(vm.awaitExit().kind()).isEqualTo(ExitStatus.Kind.STOPPED);
    }

    @Test
    void monitorTellsTheLastInstructions() throws Exception {
        start(1);
        gdb.ask("s");
        String text = new String(Hex.bytes(gdb.ask("qRcmd,7472616365")), PacketWriter.BYTES);
        assertThat(text).startsWith("S 0000000080000000");
    }

    @Test
    void brokenPacketsGetAnAnswerAndHarmNothing() throws Exception {
        start(1);
        gdb.raw("$?#00");
        assertThat((char) gdb.rawByte()).isEqualTo('-');
        for (String packet :
                new String[] {
                    "m",
                    "mzz,1",
                    "M0,1",
                    "pffffffffffff",
                    "Z2,0,0",
                    "vCont;x",
                    "P1",
                    "Hgzz",
                    "Tffffffff",
                    "qXfer:features:read:target.xml:1",
                    "qRcmd",
                    "G1",
                    "X1,2:a"
                }) {
            assertThat(gdb.ask(packet)).as(packet).isIn("E16", "OK");
        }
        assertThat(gdb.ask("vMustReplyEmpty")).isEmpty();
        assertThat(gdb.ask("jUnknown")).isEmpty();
        assertThat(gdb.register(PC)).isEqualTo(RAM);
    }

    @Test
    void placesThatCannotBeListenedAtAreRefused() throws Exception {
        start(1);
        assertThat(GdbEndpoint.parse(":1234").address().toString()).contains("127.0.0.1:1234");
        assertThat(GdbEndpoint.parse("/tmp/s").text()).isEqualTo("/tmp/s");
        assertThatThrownBy(() -> GdbEndpoint.parse("12:x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'12:x'");
        String taken = vm.debuggerAddress().orElseThrow();
        assertThatThrownBy(
                        () ->
                                VirtualMachine.builder()
                                        .rawKernel(folder.resolve("payload"))
                                        .debugger(taken, false)
                                        .build())
                .isInstanceOf(BootException.class)
                .hasMessageContaining(taken);
    }

    @Test
    void clockStandsWhileTheHartsAreStopped() throws Exception {
        start(1);
        long then = gdb.register(TIME);
        assertThat(gdb.register(TIME)).isEqualTo(then);
        gdb.ask("s");
        assertThat(gdb.register(TIME)).isGreaterThanOrEqualTo(then);
    }
}
