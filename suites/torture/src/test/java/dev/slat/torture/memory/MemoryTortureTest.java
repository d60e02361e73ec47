package dev.slat.torture.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.torture.run.Report;
import dev.slat.torture.run.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

@Timeout(180)
class MemoryTortureTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StringWriter report = new StringWriter();

    private MemoryTortureOptions options(BrokenMemory variant, Duration time, int harts) {
        return new MemoryTortureOptions(time, 7, harts, variant, false);
    }

    @Test
    void theMemoryAsItIsSucceedsInBothModes() throws InterruptedException {
        Verdict verdict =
                MemoryTorture.run(
                        options(BrokenMemory.NONE, Duration.ofSeconds(4), 2),
                        new PrintWriter(report));
        assertThat(verdict.isSuccess()).as(report.toString()).isTrue();
        assertThat(verdict.counts())
                .containsEntry("stale-accesses", 0L)
                .containsEntry("lost-dirty-pages", 0L);
        assertThat(verdict.count("updates")).isPositive();
        assertThat(verdict.count("faults")).isPositive();
        assertThat(verdict.count("flushes")).isPositive();
        assertThat(verdict.count("grace-periods")).isPositive();
        assertThat(verdict.count("pages-checked")).isPositive();
        assertThat(report.toString().lines())
                .contains("the same in a process in checked mode:")
                .filteredOn(line -> line.startsWith("torture of memory: seed 7, 2 s, 2 harts"))
                .hasSize(2);
        assertThat(report.toString().strip()).endsWith(verdict.line());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aBrokenVariantFails(BrokenMemory variant) throws InterruptedException {
        Verdict verdict =
                MemoryTorture.runHere(options(variant, LIMIT, 2), new PrintWriter(report));
        assertThat(verdict.isSuccess()).as(report.toString()).isFalse();
        assertThat(verdict.failures()).isPositive();
        assertThat(verdict.line()).startsWith("FAILURE seed=7 ").contains(": ");
    }

    @Test
    void memoryThatIsUsedAfterItWasFreedIsTheEndOfTheCheckedProcess() throws InterruptedException {
        Verdict verdict =
                CheckedProcess.run(
                        options(BrokenMemory.FREE_BEFORE_FLUSH, LIMIT, 1),
                        new Report(new PrintWriter(report)));
        assertThat(verdict.isSuccess()).as(report.toString()).isFalse();
        assertThat(verdict.line()).startsWith("FAILURE seed=7 ");
    }

    @Test
    void namesAreThoseOfTheCommandLine() {
        assertThat(BrokenMemory.broken())
                .extracting(BrokenMemory::label)
                .contains("no-grace-period", "protect-before-clear")
                .doesNotContain("none");
        assertThat(BrokenMemory.of("no-rollback")).contains(BrokenMemory.NO_ROLLBACK);
        assertThat(BrokenMemory.of("none")).isEmpty();
    }

    @Test
    void aRunThatCannotSayAnythingIsRefused() {
        assertThatThrownBy(() -> options(BrokenMemory.NONE, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options(BrokenMemory.NONE, LIMIT, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options(BrokenMemory.NONE, LIMIT, 17))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
