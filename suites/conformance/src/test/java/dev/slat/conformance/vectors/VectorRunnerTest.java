package dev.slat.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class VectorRunnerTest {
    private static final List<String> LINES =
            List.of(
                    "vector 1",
                    "needs guest",
                    "kernels 6.1=1 6.18=2",
                    "vm -> 0",
                    "set slot=0 gpa=0x0 size=0x1000 hva=A+0x0 flags=0x1 -> 0 @6.18 EINVAL",
                    "dirty slot=0 -> bytes=8 pages=1-4 extra=3-4",
                    "write gpa=0x0 len=8 val=0x1 -> ok mmio-w=0x0:8:0x1",
                    "ring -> first=0 last=1 n=1 0x10:4:0x2");

    private static final Vector VECTOR = VectorParser.parse(Path.of("t.kvm"), LINES);

    private static List<Difference> run(Map<Integer, Answer> wrong) {
        return VectorRunner.run(VECTOR, FakeMachines.echo(VECTOR, "6.18", wrong, () -> {}), "6.18");
    }

    private static Answer log(long bytes, String pages) {
        return new Answer.Log(bytes, PageSet.parse(pages), PageSet.NONE);
    }

    @Test
    void rightAnswersPass() {
        assertThat(run(Map.of())).isEmpty();
    }

    @Test
    void eachWrongAnswerIsOneLineWithItsPlace() {
        Answer access = new Answer.Access(false, 0, List.of(), List.of(), 1);
        assertThat(run(Map.of(5, Answers.DONE, 7, access)))
                .extracting(Difference::toString)
                .containsExactly(
                        "t.kvm:5: set slot=0 gpa=0x0 size=0x1000 hva=A+0x0 flags=0x1:"
                                + " expected EINVAL got 0",
                        "t.kvm:7: write gpa=0x0 len=8 val=0x1:"
                                + " expected ok mmio-w=0x0:8:0x1 got ok coalesced=1");
    }

    @Test
    void anotherKernelHasItsOwnAnswers() {
        VectorMachine machine = FakeMachines.echo(VECTOR, "6.18", Map.of(), () -> {});
        assertThat(VectorRunner.run(VECTOR, machine, "6.1"))
                .singleElement()
                .asString()
                .endsWith("expected 0 got EINVAL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8 | 1-4 | true",
                "8 | 1-2 | true",
                "8 | 1-3 | true",
                "8 | 1 | false",
                "8 | 2-4 | false",
                "8 | 0-4 | false",
                "8 | 1-2,5 | false",
                "16 | 1-4 | false"
            })
    void onlyPagesThatNoWriteExplainsMayBeMissing(long bytes, String pages, boolean accepted) {
        assertThat(run(Map.of(6, log(bytes, pages))).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void aMachineThatThrowsHasFailedAndIsAskedNoMore() {
        Vector shorter = VectorParser.parse(Path.of("t"), LINES.subList(0, 4));
        VectorMachine machine = FakeMachines.echo(shorter, "6.1", Map.of(), () -> {});
        assertThat(VectorRunner.run(VECTOR, machine, "6.1"))
                .singleElement()
                .asString()
                .startsWith("t.kvm:5: set ")
                .contains("got thrown java.util.NoSuchElementException");
    }

    @Test
    void aReplayPrintsDifferencesAndCountsFiles(@TempDir Path folder) throws IOException {
        Path one = Files.write(folder.resolve("1.kvm"), LINES);
        Path two = Files.write(folder.resolve("2.kvm"), LINES);
        StringWriter text = new StringWriter();
        AtomicInteger made = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        MachineMaker maker =
                kernel ->
                        FakeMachines.echo(
                                VECTOR,
                                kernel.name(),
                                made.getAndIncrement() == 0
                                        ? Map.of()
                                        : Map.of(4, new Answer.Refused("EBUSY")),
                                closed::incrementAndGet);
        assertThat(Replay.of(List.of(folder), maker, new PrintWriter(text))).isFalse();
        assertThat(text.toString().lines())
                .containsExactly(two + ":4: vm: expected 0 got EBUSY", "1 passed, 1 failed");
        assertThat(closed).hasValue(2);
        made.set(0);
        assertThat(Replay.of(List.of(one), maker, new PrintWriter(text))).isTrue();
    }

    @Test
    void nothingRunsIfOneFileIsBad(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("1.kvm"), LINES);
        Files.writeString(folder.resolve("2.kvm"), "vector 3\n");
        MachineMaker none =
                kernel -> {
                    throw new AssertionError("a machine was made");
                };
        PrintWriter out = new PrintWriter(new StringWriter());
        assertThatThrownBy(() -> Replay.of(List.of(folder), none, out))
                .isInstanceOf(VectorException.class)
                .hasMessageContaining("2.kvm:1: ");
    }

    @Test
    void aScenarioOfALiveKernelBringsItsParameters() {
        Vector live =
                VectorParser.parse(
                        Path.of("t"),
                        List.of("vector 1", "needs slots", "kernels live-52bits-1as=6.18.44"));
        assertThat(Kernel.of(live)).isEqualTo(Kernel.live(52, 1));
        assertThat(Kernel.of(VECTOR)).isEqualTo(new Kernel("6.18", 40, 2));
    }
}
