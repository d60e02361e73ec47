package dev.slat.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

class IsaFuzzTest {
    /** Any machine gets through these; how long they take is nobody's promise. */
    private static final long CASES = 200;

    private final StringWriter out = new StringWriter();

    @Test
    void badGuestsHurtOnlyThemselves() {
        boolean good = IsaFuzz.run(Duration.ofMinutes(5), 1, CASES, new PrintWriter(out));
        assertThat(good).as("%s", out).isTrue();
        assertThat(out.toString()).contains("200 cases", "50 CODE", "50 FILE");
    }
}
