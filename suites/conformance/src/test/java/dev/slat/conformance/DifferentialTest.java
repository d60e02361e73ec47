package dev.slat.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** With {@code -Dslat.qemu=required} a machine without qemu-user fails; otherwise it skips. */
class DifferentialTest {
    private static final int SEQUENCES = 1000;
    private static final Path FOUND = Path.of("target", "reproducers");

    @BeforeEach
    void needsQemu() {
        boolean required = "required".equals(System.getProperty("slat.qemu"));
        assumeTrue(
                required || QemuUser.installed(),
                "SKIPPED: no qemu-riscv64 here; install qemu-user to compare instructions with it");
        assertThat(QemuUser.installed()).as("qemu-riscv64 on PATH").isTrue();
    }

    @Test
    void randomSequencesEndAsTheyDoUnderQemu() {
        long seed = Long.getLong("slat.seed", System.nanoTime());
        assertThat(new Differential(seed, System.out, FOUND).run(SEQUENCES))
                .as("failed sequences of seed %d; reproducers are in %s", seed, FOUND)
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("reproducers")
    void whatOnceDifferedDiffersNoMore(Path file) throws IOException {
        Finding finding = Finding.of(Sequence.parse(Files.readString(file)));
        assertThat(finding).as(() -> finding.report()).isNull();
    }

    static List<Path> reproducers() throws Exception {
        Path folder = Path.of(DifferentialTest.class.getResource("reproducers").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
