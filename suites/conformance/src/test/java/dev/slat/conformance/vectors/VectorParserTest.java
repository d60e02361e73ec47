package dev.slat.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class VectorParserTest {
    private static final Path FILE = Path.of("t.kvm");

    private static Vector parse(String... operations) {
        List<String> lines = new ArrayList<>(List.of("vector 1", "needs guest", "kernels a=1 b=2"));
        lines.addAll(List.of(operations));
        return VectorParser.parse(FILE, lines);
    }

    private static Operation operation(String line) {
        return parse(line).steps().getFirst().operation();
    }

    @Test
    void regionsAreTerabytesFromSixteenOn() {
        assertThat(operation("set slot=0x10001 gpa=0x1000 size=4096 hva=B+0x2000 flags=3 -> 0"))
                .isEqualTo(
                        new Operation.SetRegion(0x10001, 0x1000, 0x1000, (17L << 40) + 0x2000, 3));
        assertThat(operation("peek hva=0xffff888000000000 len=8 -> val=0x0"))
                .isEqualTo(new Operation.Peek(0xffff888000000000L, 8));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        assertThat(operation("touch gpa=0x1000 -> ok=1 mmio=0 coalesced=0 failed=0"))
                .isEqualTo(new Operation.Touch(0x1000, 1, 0x1000, 8, 1));
        assertThat(operation("zone size=0xffffffff gpa=0 -> 0"))
                .isEqualTo(new Operation.Zone(true, 0, -1, 0));
        assertThat(operation("ring -> first=0 last=0 n=0"))
                .isEqualTo(new Operation.Ring(false, -1));
        assertThat(operation("vm -> 0")).isEqualTo(new Operation.NewVm(false));
    }

    @Test
    void aKernelThatIsNotNamedAgreesWithTheFirst() {
        Vector.Step step =
                parse("dirty slot=0 -> bytes=8 pages=1-2 extra=2 @b EINVAL").steps().getFirst();
        assertThat(step.answer("a")).hasToString("bytes=8 pages=1-2 extra=2");
        assertThat(step.answer("b")).hasToString("EINVAL");
        assertThat(step.answer("c")).isEqualTo(step.answer("a"));
        assertThat(step.line()).isEqualTo(4);
        assertThat(step.text()).isEqualTo("dirty slot=0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fly gpa=0x0 -> 0 | unknown operation 'fly'",
                "fly | unknown operation 'fly'",
                "vm | '-> ANSWER' is missing",
                "vm -> | not separated by one space",
                "vm  vcpu=1 -> 0 | not separated by one space",
                "vm vcpu=2 -> 0 | 'vcpu=2' is neither 0 nor 1",
                "vm cpus=1 -> 0 | 'cpus=1' is not known here",
                "vm vcpu=1 vcpu=1 -> 0 | 'vcpu=1' comes twice",
                "dirty -> ENOENT | slot= is missing",
                "dirty slot=0x100000000 -> ENOENT | '0x100000000' is no number of 32 bits",
                "dirty slot=-1 -> ENOENT | '-1' is no number of 64 bits",
                "dirty slot=0 buf=good -> 0 | 'buf=good' is not buf=bad",
                "dirty slot=0 -> 0 | '0' is no key=value",
                "dirty slot=0 -> bytes=8 pages=1 extra=2 | extra=2 is not among pages=1",
                "dirty slot=0 -> EWRONG | 'EWRONG' is no key=value",
                "mem AB size=0x1000 -> 0 | 'AB' is no region A to Z",
                "cap WINGS flags=1 -> 0 | 'WINGS' cannot be enabled here",
                "check WINGS -> 0 | 'WINGS' is no number",
                "read gpa=0 len=3 -> val=0 | length 3 is not 1, 2, 4 or 8",
                "read gpa=0 len=8 -> ok | 'ok' is not its answer",
                "write gpa=0 len=1 val=0 -> val=1 | 'val=1' is not its answer",
                "write gpa=0 len=1 val=0 -> ok mmio-w=1:2 | '1:2' is not GPA:LEN:DATA",
                "protect hva=A+0x0 size=0x1000 prot=2 -> 0 | prot=2 is not 0, 1 or 3",
                "vm -> 0 @c 1 | '@c' is none of [a, b]",
                "vm -> 0 @b | an answer is missing",
                "vm -> 0 0 | '0' after the answer",
                "needs slots | one 'needs WHAT' is allowed"
            })
    void aMalformedLineIsOneErrorWithItsPlaceAndText(String line, String problem) {
        String text = line.endsWith("->") ? line + " " : line;
        assertThatThrownBy(() -> parse("# fine", text))
                .isInstanceOf(VectorException.class)
                .hasMessageStartingWith("t.kvm:5: ")
                .hasMessageContaining(problem)
                .hasMessageEndingWith(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vector 2 | t.kvm:1: the first line is not 'vector 1': vector 2",
                "vector 1;needs all | t.kvm:2: 'all' is not slots, kwrite, guest or nested: needs"
                        + " all",
                "vector 1;needs slots | t.kvm:2: the line 'kernels ...' is missing",
                "vector 1;kernels a=1 | t.kvm:2: the line 'needs ...' is missing",
                "vector 1;kernels a | t.kvm:2: 'a' is no new NAME=RELEASE: kernels a",
                "vector 1;vm -> 0 | t.kvm:2: an operation before 'needs' and 'kernels': vm -> 0"
            })
    void theHeadIsChecked(String lines, String message) {
        assertThatThrownBy(() -> VectorParser.parse(FILE, List.of(lines.split(";"))))
                .isInstanceOf(VectorException.class)
                .hasMessage(message);
    }

    @Test
    void linesAreAtMostSixtyFourKibibytes() {
        String head = "# ";
        parse(head + "x".repeat((64 << 10) - head.length()));
        assertThatThrownBy(() -> parse(head + "x".repeat(64 << 10)))
                .hasMessageContaining("longer than 65536 bytes")
                .hasMessageEndingWith("...");
    }

    @Test
    void allFilesBelowAFolderAreFoundAndOnlyVectors(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("b/c"));
        Path deep = Files.writeString(folder.resolve("b/c/2.kvm"), "");
        Path high = Files.writeString(folder.resolve("a.kvm"), "");
        Path other = Files.writeString(folder.resolve("notes.txt"), "");
        assertThat(VectorFiles.find(List.of(folder))).containsExactly(high, deep);
        assertThat(VectorFiles.find(List.of(other, deep))).containsExactly(other, deep);
        assertThatThrownBy(() -> VectorFiles.find(List.of(folder.resolve("none"))))
                .hasMessageContaining("none: no such file or folder");
        Files.delete(deep);
        assertThatThrownBy(() -> VectorFiles.find(List.of(folder.resolve("b"))))
                .hasMessageContaining("no file *.kvm below");
    }

    @Test
    void everyGoldenFileIsReadAndItsAnswersAreWrittenAlike() throws IOException {
        List<Path> files = VectorFiles.find(List.of(GoldenVectors.FOLDER));
        assertThat(files).hasSize(279);
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (Vector.Step step : VectorParser.parse(file).steps()) {
                String line = lines.get(step.line() - 1);
                assertThat(line + " ").startsWith(step.text() + " -> " + step.base() + " ");
            }
        }
    }
}
