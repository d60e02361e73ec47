package dev.slat.conformance.isa.set;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.GP;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.ZERO;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.conformance.isa.IsaException;
import dev.slat.conformance.isa.IsaOptions;
import dev.slat.conformance.isa.IsaTests;
import dev.slat.riscv.Isa;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

@Timeout(120)
class IsaTestsTest {
    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();

    private boolean run(IsaOptions options, Path... programs) throws InterruptedException {
        return IsaTests.run(List.of(programs), options, new PrintWriter(out, true));
    }

    private static IsaOptions options(Duration timeout) {
        return new IsaOptions(16 << 20, 1, Isa.all(), timeout, null, 4);
    }

    private static final IsaOptions USUAL = options(Duration.ofSeconds(60));

    private Path program(String name, Consumer<Assembler> body) throws Exception {
        return BarePrograms.write(folder.resolve(name), body);
    }

    private static void end(Assembler code, int status) {
        code.li(GP, 2L * status + 1).j("end");
    }

    @Test
    void anExitCodeThatIsNotZeroIsAFailure() throws Exception {
        Path good = program("good", code -> end(code, 0));
        Path bad = program("bad", code -> end(code, 7));
        assertThat(run(USUAL, good, bad)).isFalse();
        assertThat(out.toString().lines())
                .containsExactly(
                        "pass  " + good, "FAIL  " + bad + ": exit code 7", "1 passed, 1 failed");
    }

    @Test
    void theHartHasTheExtensionsThatAreAskedFor() throws Exception {
        int floats = 'F' - 'A';
        Path program =
                program(
                        "floats", // its exit code is 1 with F
                        code ->
                                code.csrr(T0, Csr.MISA)
                                        .srli(T0, T0, floats)
                                        .andi(T0, T0, 1)
                                        .slli(T0, T0, 1)
                                        .addi(GP, T0, 1)
                                        .j("end"));
        Duration limit = Duration.ofSeconds(60);
        Isa without = Isa.parse("rv64imac");
        assertThat(run(new IsaOptions(16 << 20, 1, without, limit, null, 4), program)).isTrue();
        assertThat(run(USUAL, program)).isFalse();
    }

    @Test
    void theFinisherEndsAProgramToo() throws Exception {
        Path good = program("good", code -> finish(code, 0x5555));
        Path bad = program("bad", code -> finish(code, 0x5_3333));
        assertThat(run(USUAL, good, bad)).isFalse();
        assertThat(out.toString()).contains("pass  " + good, "FAIL  " + bad + ": exit code 5");
    }

    private static void finish(Assembler code, long command) {
        code.li(T0, 0x10_0000).li(T1, command).sw(T1, 0, T0).label("stay").j("stay");
    }

    @Test
    void aProgramThatDoesNotEndIsStopped() throws Exception {
        Path endless = program("endless", code -> code.label("loop").j("loop"));
        assertThat(run(options(Duration.ofMillis(50)), endless)).isFalse();
        assertThat(out.toString()).contains("FAIL  " + endless + ": no end after 50 ms");
    }

    @Test
    void aProgramPrintsByTohost() throws Exception {
        Path talker =
                program(
                        "talker",
                        code -> {
                            code.la(T0, "tohost").la(T1, "fromhost");
                            for (char c : "hi".toCharArray()) {
                                String wait = "wait" + c;
                                code.li(A0, 0x0101L << 48 | c).sd(A0, 0, T0);
                                code.label(wait).ld(A0, 0, T1).beqz(A0, wait);
                                code.sd(ZERO, 0, T1);
                            }
                            end(code, 0);
                        });
        assertThat(run(USUAL, talker)).isTrue();
        assertThat(out.toString()).startsWith("hi");
    }

    @Test
    void aProgramPrintsByASystemCall() throws Exception {
        Path talker =
                program(
                        "talker",
                        code -> {
                            code.la(T0, "tohost").la(A0, "call").la(T1, "text").sd(T1, 16, A0);
                            code.sd(A0, 0, T0).label("wait").la(T1, "fromhost").ld(T1, 0, T1);
                            code.beqz(T1, "wait");
                            end(code, 0);
                            code.align(64).label("call").dword(64, 1, 0, 5);
                            code.label("text").bytes("hello".getBytes(StandardCharsets.US_ASCII));
                        });
        assertThat(run(USUAL, talker)).isTrue();
        assertThat(out.toString()).startsWith("hello");
    }

    /** Granularity, lines. */
    @ParameterizedTest
    @CsvSource({"1, 11 22 33 44 55", "4, 44332211 00000055", "8, 0000005544332211"})
    void theSignatureIsDumpedInWords(int granularity, String lines) throws Exception {
        Path program =
                program(
                        "signed",
                        code -> {
                            end(code, 0);
                            code.align(16).label("begin_signature").word(0x44332211);
                            code.byteValue(0x55).label("end_signature");
                        });
        Path file = folder.resolve("signature");
        var options =
                new IsaOptions(16 << 20, 1, Isa.all(), Duration.ofSeconds(60), file, granularity);
        assertThat(run(options, program)).isTrue();
        assertThat(Files.readAllLines(file)).containsExactly(lines.split(" "));
    }

    @Test
    void allHartsBeginAtTheEntry() throws Exception {
        Path program =
                program(
                        "harts",
                        code -> {
                            code.li(T0, 1).la(T1, "count").amoaddD(A0, T0, T1);
                            code.label("wait").ld(A0, 0, T1).addi(A0, A0, -3).bnez(A0, "wait");
                            end(code, 0);
                            code.align(8).label("count").dword(0);
                        });
        var options = new IsaOptions(16 << 20, 3, Isa.all(), Duration.ofSeconds(60), null, 4);
        assertThat(run(options, program)).isTrue();
    }

    @Test
    void whatIsNoProgramIsRefusedByName() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "#!/bin/sh\n");
        assertThatThrownBy(() -> run(USUAL, text))
                .isInstanceOf(IsaException.class)
                .hasMessage("program " + text + " is not a 64-bit ELF file");
        Path gone = folder.resolve("gone");
        assertThatThrownBy(() -> run(USUAL, gone))
                .isInstanceOf(IsaException.class)
                .hasMessage("program " + gone + " does not exist");
        Path unsigned = program("unsigned", code -> end(code, 0));
        var signature = folder.resolve("s");
        var options = new IsaOptions(16 << 20, 1, Isa.all(), Duration.ofSeconds(60), signature, 4);
        assertThatThrownBy(() -> run(options, unsigned))
                .isInstanceOf(IsaException.class)
                .hasMessageContaining("begin_signature");
    }

    /** Section headers outside the file, and each truncation: one line, never another exception. */
    @Test
    void damagedFilesAreRefused() throws Exception {
        byte[] good = Files.readAllBytes(program("good", code -> end(code, 0)));
        byte[] outside = good.clone();
        ByteBuffer.wrap(outside).order(ByteOrder.LITTLE_ENDIAN).putLong(40, Long.MAX_VALUE);
        Path file = folder.resolve("damaged");
        Files.write(file, outside);
        assertThatThrownBy(() -> run(USUAL, file)).isInstanceOf(IsaException.class);
        for (int length = 0; length < good.length; length += 97) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> run(USUAL, file)).isInstanceOf(IsaException.class);
        }
    }
}
