package dev.slat.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slat.torture.run.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;

@Timeout(120)
class TortureTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final StringWriter report = new StringWriter();

    private Verdict run(TortureOptions options) throws InterruptedException {
        return Torture.srcu(options, new PrintWriter(report));
    }

    @ParameterizedTest
    @EnumSource
    void theLibraryAsItIsSucceeds(Part part) throws InterruptedException {
        Verdict verdict =
                run(
                        new TortureOptions(
                                Duration.ofSeconds(1),
                                7,
                                BrokenVariant.NONE,
                                List.of(part),
                                false));
        assertThat(verdict.isSuccess()).as(report.toString()).isTrue();
        assertThat(verdict.failures()).isZero();
        assertThat(verdict.count("grace-periods")).isPositive();
        assertThat(verdict.count("sections")).isPositive();
        assertThat(report.toString().lines().toList())
                .first()
                .asString()
                .contains("seed 7")
                .contains("parts " + part.label());
        assertThat(report.toString().strip()).endsWith(verdict.line());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aBrokenVariantFails(BrokenVariant variant) throws InterruptedException {
        assumeTrue(variant.whyHidden().isEmpty());
        Verdict verdict = run(TortureOptions.broken(variant, LIMIT, 7));
        assertThat(verdict.isSuccess()).as(report.toString()).isFalse();
        assertThat(verdict.failures()).isPositive();
        assertThat(verdict.line()).startsWith("FAILURE seed=7 ").contains(": ");
    }

    @Test
    void namesAreThoseOfTheCommandLine() {
        assertThat(BrokenVariant.broken())
                .extracting(BrokenVariant::label)
                .contains("no-second-bank-scan", "no-heavy-barrier", "no-wait", "early-exit")
                .doesNotContain("none");
        assertThat(BrokenVariant.of("no-wait")).contains(BrokenVariant.NO_WAIT);
        assertThat(BrokenVariant.of("none")).isEmpty();
        assertThat(BrokenVariant.of("NO_WAIT")).isEmpty();
        assertThat(Part.of("store-miss")).contains(Part.STORE_MISS);
        assertThat(Part.of("all")).isEmpty();
    }

    @Test
    void aRunThatCannotSayAnythingIsRefused() {
        assertThatThrownBy(() -> TortureOptions.of(Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TortureOptions(LIMIT, 1, BrokenVariant.NONE, List.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
