package dev.slat.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slat.riscv.Isa;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** With {@code -Dslat.qemu=required} a machine without qemu-user fails; otherwise it skips. */
class VectorDifferentialTest {
    private static final Path FOUND = Path.of("target", "reproducers");

    @BeforeEach
    void needsQemu() {
        boolean required = "required".equals(System.getProperty("slat.qemu"));
        assumeTrue(
                required || QemuUser.installed(),
                "SKIPPED: no qemu-riscv64 here; install qemu-user to compare instructions with it");
        assertThat(QemuUser.installed()).as("qemu-riscv64 on PATH").isTrue();
    }

    @ParameterizedTest(name = "VLEN {0}")
    @CsvSource({"128, 1000", "256, 400"})
    void randomVectorSequencesEndAsTheyDoUnderQemu(int vectorLength, int sequences) {
        long seed = Long.getLong("slat.seed", System.nanoTime());
        var differential = new VectorDifferential(seed, vectorLength, System.out, FOUND);
        assertThat(differential.run(sequences))
                .as("failed sequences of seed %d; reproducers are in %s", seed, FOUND)
                .isZero();
    }

    /** What the comparison is worth: a vector of another length must be noticed. */
    @Test
    void aHartThatIsNotTheSameIsFound() {
        VectorSequence sequence =
                new VectorGenerator(new Random(1), new VectorLayout(128)).next(50);
        VectorBatch batch = new VectorBatch(List.of(sequence));
        Isa longer = new VectorLayout(256).isa();
        byte[] other = SlatHart.run(batch.program(), batch.supervisorEntry(), longer).output();
        assertThat(sequence.layout().differences(batch.onQemu(), other)).isNotEmpty();
    }
}
