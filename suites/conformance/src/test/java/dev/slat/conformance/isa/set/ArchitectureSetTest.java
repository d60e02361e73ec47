package dev.slat.conformance.isa.set;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.conformance.isa.IsaOptions;
import dev.slat.conformance.isa.IsaTests;
import dev.slat.riscv.Isa;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;

@Timeout(300)
class ArchitectureSetTest {
    @TempDir private Path folder;

    @Test
    void everyProgramOfTheSetPasses() throws Exception {
        StringWriter out = new StringWriter();
        var options = new IsaOptions(16 << 20, 1, Isa.all(), Duration.ofSeconds(60), null, 4);
        boolean passed =
                IsaTests.run(ArchitectureSet.write(folder), options, new PrintWriter(out, true));
        assertThat(passed).as("%s", out).isTrue();
        assertThat(out.toString()).endsWith("9 passed, 0 failed" + System.lineSeparator());
    }
}
