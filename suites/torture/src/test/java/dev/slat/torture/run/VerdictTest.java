package dev.slat.torture.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

class VerdictTest {
    private static final Map<String, Long> COUNTS = new LinkedHashMap<>();

    static {
        COUNTS.put("grace-periods", 5L);
        COUNTS.put("apples", 6L);
    }

    private final Verdict success =
            new Verdict(3, Duration.ofMillis(10_040), COUNTS, 0, Optional.empty());
    private final Verdict failure =
            new Verdict(-3, Duration.ofSeconds(1), COUNTS, 2, Optional.of("age: why"));

    @Test
    void isOneLine() {
        assertThat(success.line())
                .isEqualTo("SUCCESS seed=3 seconds=10.0 grace-periods=5 apples=6 failures=0");
        assertThat(success.isSuccess()).isTrue();
        assertThat(failure.line())
                .isEqualTo(
                        "FAILURE seed=-3 seconds=1.0 grace-periods=5 apples=6 failures=2: age:"
                                + " why");
        assertThat(failure.isSuccess()).isFalse();
    }

    @Test
    void isReadBackFromItsLine() {
        assertThat(Verdict.parse(failure.line())).contains(failure);
        assertThat(Verdict.parse(success.line()).orElseThrow().line()).isEqualTo(success.line());
        Verdict bare = new Verdict(1, Duration.ZERO, Map.of(), 0, Optional.empty());
        assertThat(Verdict.parse(bare.line())).contains(bare);
        assertThat(Verdict.parse("  age              5 passed")).isEmpty();
    }

    @Test
    void ofTwoRunsIsTheSumAndFailsIfOneDoes() {
        Verdict both = success.plus(failure);
        assertThat(both.line())
                .isEqualTo(
                        "FAILURE seed=3 seconds=11.0 grace-periods=10 apples=12 failures=2: age:"
                                + " why");
    }
}
