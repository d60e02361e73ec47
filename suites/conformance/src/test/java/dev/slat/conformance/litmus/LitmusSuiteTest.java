package dev.slat.conformance.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

class LitmusSuiteTest {
    private static final long SEED = 1;

    private final StringWriter table = new StringWriter();

    private boolean run(int seconds, boolean broken) throws InterruptedException {
        return LitmusSuite.run(Duration.ofSeconds(seconds), SEED, broken, new PrintWriter(table));
    }

    @Test
    void noProgramEndsInAForbiddenOutcome() throws Exception {
        assertThat(run(6, false)).as("%s", table).isTrue();
        assertThat(table.toString()).contains("IRIW+fences", "remote sfence.vma");
    }

    @Test
    void eachProgramThatLacksAFenceIsFoundOut() throws Exception {
        assertThat(run(1, true)).as("%s", table).isFalse();
        assertThat(table.toString().lines().filter(line -> line.contains("! ")))
                .as("%s", table)
                .hasSize(3);
    }
}
