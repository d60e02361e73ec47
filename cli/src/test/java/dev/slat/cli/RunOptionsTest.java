package dev.slat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.riscv.Isa;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class RunOptionsTest {
    private static RunOptions options(String kernel, String append, String exec, boolean quiet) {
        Path file = kernel.isEmpty() ? null : Path.of(kernel);
        return new RunOptions(
                null,
                file,
                null,
                append,
                1 << 20,
                1,
                Isa.all(),
                exec,
                null,
                quiet,
                DebugOptions.NONE);
    }

    @Test
    void putsTheUsersTextLastSoThatItWins() {
        assertThat(options("", "panic=0 debug", null, false).commandLine())
                .startsWith("earlycon=sbi console=ttyS0")
                .endsWith(" panic=0 debug");
    }

    @Test
    void silencesTheKernelBeforeItsFirstConsoleOpens() {
        assertThat(options("", "", null, true).commandLine()).startsWith("quiet loglevel=1 ");
        assertThat(options("", "", "true", false).commandLine()).startsWith("quiet loglevel=1 ");
        assertThat(options("", "", null, false).commandLine()).doesNotContain("quiet");
    }

    @Test
    void bootsSlatsInitramfsUnlessThereIsAnotherKernelAndNoCommand() {
        assertThat(options("", "", null, false).hasSession()).isTrue();
        assertThat(options("/k", "", "true", false).hasSession()).isTrue();
        assertThat(options("/k", "", null, false).hasSession()).isFalse();
    }
}
