package dev.slat.images;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

class GuestSessionTest {
    private static Map<String, String> contentOf(GuestSession session) throws IOException {
        Map<String, String> content = new HashMap<>();
        var bytes = new ByteArrayInputStream(session.archive());
        try (var in = new CpioArchiveInputStream(bytes)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                content.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return content;
    }

    @Property(tries = 50)
    void carriesAnyCommandUnchanged(@ForAll String command) throws IOException {
        String exact = new String(command.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(contentOf(GuestSession.of(command, null)))
                .containsEntry("lib/slat/command", exact + "\n");
    }

    @Test
    void carriesNoCommandForAShell() throws IOException {
        assertThat(contentOf(GuestSession.of(null, null)))
                .doesNotContainKey("lib/slat/command")
                .containsKeys("lib/slat/setup", "lib/slat/session", "etc/inittab");
    }

    @Test
    void tellsTheGuestTheTerminal() throws IOException {
        var screen = new GuestSession.Screen("xterm-256color", 24, 80);
        assertThat(contentOf(new GuestSession(null, screen, "7")).get("lib/slat/settings"))
                .contains("nonce=7\n", "rows=24\n", "columns=80\n", "TERM=xterm-256color\n");
    }

    @Test
    void neverRunsTheNameOfATerminal() throws IOException {
        var screen = new GuestSession.Screen("x; reboot", 0, 0);
        assertThat(contentOf(new GuestSession(null, screen, "7")).get("lib/slat/settings"))
                .contains("TERM=vt100\n")
                .doesNotContain("reboot");
    }

    @Test
    void isPaddedSoThatAnotherArchiveCanFollow() {
        assertThat(GuestSession.of("true", null).archive().length % 4).isZero();
    }

    @Test
    void drawsANewNonceForEachRun() {
        assertThat(GuestSession.of(null, null).nonce())
                .hasSize(16)
                .isNotEqualTo(GuestSession.of(null, null).nonce());
    }
}
