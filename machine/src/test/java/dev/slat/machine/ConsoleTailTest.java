package dev.slat.machine;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

class ConsoleTailTest {
    private final ByteArrayOutputStream next = new ByteArrayOutputStream();
    private final ConsoleTail tail = new ConsoleTail(next);

    private void print(String text) throws IOException {
        tail.write(text.getBytes(UTF_8), 0, text.length());
    }

    @Test
    void everyByteIsPassedOn() throws IOException {
        print("a\r\nb");
        tail.write('c');
        assertThat(next.toString(UTF_8)).isEqualTo("a\r\nbc");
    }

    @Test
    void lastLinesAreKeptAndLongOnesCut() throws IOException {
        for (int i = 0; i < 100; i++) {
            print("line " + i + "\r\n");
        }
        print("x".repeat(5000));
        assertThat(tail.lines()).hasSize(26).contains("line 99").doesNotContain("line 74");
        assertThat(tail.lines().getLast()).hasSize(1024);
    }

    @Test
    void panicIsNoticedUntilTheRestart() throws IOException {
        print("[    1.0] Kernel panic - not ");
        assertThat(tail.panicked()).isFalse();
        print("syncing: VFS");
        assertThat(tail.panicked()).isTrue();
        print("\nmore\n");
        assertThat(tail.panicked()).isTrue();
        tail.restart();
        assertThat(tail.panicked()).isFalse();
    }
}
