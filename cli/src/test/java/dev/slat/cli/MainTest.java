package dev.slat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int slat(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --memory lots        | lots",
                "run --cpus 0             | --cpus 0",
                "run --cpus two           | two",
                "run --timeout never      | never",
                "run --initrd /i          | --initrd /i",
                "run --kernel             | --kernel",
                "run --turbo              | --turbo",
                "run extra                | extra",
                "fly                      | fly",
                "run --kernel /k --initrd /i --exec true | --initrd /i",
                "torture                  | srcu",
                "torture disk             | disk",
                "torture srcu --seconds 0 | --seconds 0",
                "torture srcu --seed many | many",
                "torture srcu --part all  | --part all",
                "torture srcu --broken no | --broken no",
                "run --gdb-wait           | --gdb",
                "run --trace -1           | --trace -1",
                "litmus --seconds 0       | --seconds 0",
                "fuzz                     | isa",
                "fuzz isa --cases 0       | --cases 0",
                "vectors                  | missing",
                "vectors /no/such.kvm     | /no/such.kvm",
                "vectors --seed 3 /v      | --seed 3",
                "vectors --count 3 /v     | --count 3",
                "vectors --against-kvm /v | /v",
                "vectors --against-kvm --count 0 | --count 0",
                "isa                      | missing",
                "isa /no/such.elf         | /no/such.elf",
                "isa --set /v /f          | /f",
                "isa --signature-granularity 3 /f | 3",
                "isa --signature /s /a /b | /s",
                "isa --engine jit /f      | jit",
                "isa --cpus 0 /f          | --cpus 0",
                "run --kernel none        | none"
            })
    void namesABadOptionInOneLine(String arguments, String value) {
        assertThat(slat(arguments.strip().split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains(value);
        assertThat(err.toString()).startsWith("slat: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void asksForACommand() {
        assertThat(slat()).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "fetch --help",
                "doctor --help",
                "torture --help",
                "torture srcu --help",
                "torture memory --help",
                "vectors --help",
                "version --help"
            })
    void helpsWithinEightyColumns(String arguments) {
        assertThat(slat(arguments.split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: slat");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "version"})
    void saysItsVersion(String argument) {
        assertThat(slat(argument)).isZero();
        assertThat(out.toString()).startsWith("slat ").contains("Java 25");
    }

    @Test
    void listsTheBrokenVariants() {
        assertThat(slat("torture", "srcu", "--list-broken")).isZero();
        assertThat(out.toString().lines())
                .contains("no-second-bank-scan", "no-heavy-barrier", "no-wait", "early-exit")
                .allMatch(name -> name.matches("[a-z-]+"));
    }

    @Test
    void listsTheBrokenVariantsOfMemory() {
        assertThat(slat("torture", "memory", "--list-broken")).isZero();
        assertThat(out.toString().lines())
                .contains("no-grace-period", "free-before-flush", "no-rollback")
                .doesNotContain("none")
                .allMatch(name -> name.matches("[a-z-]+"));
    }

    @Test
    void tortureOfMemoryEndsInAVerdictAndAStatus() {
        assertThat(slat("torture", "memory", "--seconds", "2", "--seed", "5")).isZero();
        assertThat(out.toString().lines()).last().asString().startsWith("SUCCESS seed=5 ");
        assertThat(slat("torture", "memory", "--broken", "free-before-flush", "--cpus", "1"))
                .isEqualTo(1);
        assertThat(out.toString().lines()).last().asString().startsWith("FAILURE seed=");
    }

    @Test
    void tortureEndsInAVerdictAndAStatus() {
        assertThat(slat("torture", "srcu", "--seconds", "1", "--seed", "5")).isZero();
        assertThat(out.toString().lines()).last().asString().startsWith("SUCCESS seed=5 ");
        assertThat(slat("torture", "srcu", "--broken", "no-wait", "--seed", "5")).isEqualTo(1);
        assertThat(out.toString().lines()).last().asString().startsWith("FAILURE seed=5 ");
    }

    @Test
    void vectorsThatSlatAnswersAsKvmDoesPass() {
        String golden = "../suites/conformance/src/test/resources/vectors/hand";
        assertThat(slat("vectors", golden)).isZero();
        assertThat(out.toString().lines()).containsExactly("59 passed, 0 failed");
    }

    @Test
    void aVectorThatDiffersIsOneLineAndAStatus(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("wrong.kvm");
        Files.write(
                file,
                List.of("vector 1", "needs slots", "kernels 6.18=1", "vm -> 0", "check 3 -> 7"));
        assertThat(slat("vectors", file.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(file + ":5: check 3: expected 7 got 1", "0 passed, 1 failed");
    }
}
