package dev.slat.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real KVM against its own golden answers; skipped where this host has none of that kind. */
class KvmMachineTest {
    /** The software KVM whose answers the files have under {@code 6.18pvm}. */
    private static final String KNOWN = "6.18pvm";

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);

    @BeforeEach
    void requireKvm() {
        assumeThat(KvmMachine.isThere()).as("there is no /dev/kvm").isTrue();
    }

    @Test
    void theGoldenAnswersAreThoseOfThisHost() {
        assumeThat(KvmProbe.kernel()).as("another KVM").isEqualTo(Kernel.live(52, 1));
        assumeThat(KvmProbe.release()).as("another kernel").startsWith("6.18.");
        int ran = 0;
        for (Path file : VectorFiles.find(List.of(GoldenVectors.FOLDER))) {
            Vector vector = VectorParser.parse(file);
            try (KvmMachine machine = KvmMachine.open()) {
                if (vector.kernels().contains(KNOWN) && machine.canRun(vector.needs())) {
                    assertThat(VectorRunner.run(vector, machine, KNOWN)).isEmpty();
                    ran++;
                }
            }
        }
        assertThat(ran).isEqualTo(132);
    }

    @Test
    void aSeedGivesTheSameScenarioAgain() {
        assertThat(record(7)).isEqualTo(record(7)).isNotEqualTo(record(8));
    }

    private static List<String> record(long seed) {
        try (KvmMachine machine = KvmMachine.open()) {
            return LiveScenario.record(seed, KvmProbe.kernel(), machine);
        }
    }

    @Test
    void equalMachinesAreEqual(@TempDir Path folder) {
        assertThat(AgainstKvm.run(1, 3, kernel -> KvmMachine.open(), folder, out)).isTrue();
        assertThat(text.toString().lines()).last().isEqualTo("3 passed, 0 failed");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDifferenceIsPrintedAndSavedSoThatItCanBeReplayed(@TempDir Path folder)
            throws IOException {
        // Its manual logs begin empty although they should be full.
        MachineMaker forgetful =
                kernel ->
                        FakeMachines.changed(
                                KvmMachine.open(), KvmMachineTest::withoutInitiallySet);
        assertThat(AgainstKvm.run(1, 5, forgetful, folder, out)).isFalse();
        String saved =
                text.toString()
                        .lines()
                        .filter(line -> line.startsWith("reproducer: "))
                        .findFirst()
                        .orElseThrow()
                        .substring("reproducer: ".length());
        assertThat(Files.readAllLines(Path.of(saved))).first().isEqualTo("vector 1");
        assertThat(Replay.of(List.of(Path.of(saved)), forgetful, out)).isFalse();
        assertThat(Replay.of(List.of(Path.of(saved)), kernel -> KvmMachine.open(), out)).isTrue();
    }

    private static Operation withoutInitiallySet(Operation operation) {
        return operation instanceof Operation.ManualLog log && log.value() == 3
                ? new Operation.ManualLog(1, log.flags())
                : operation;
    }
}
