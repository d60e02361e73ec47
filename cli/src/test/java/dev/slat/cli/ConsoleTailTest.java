package dev.slat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

class ConsoleTailTest {
    private final ConsoleTail tail = new ConsoleTail();

    private void add(String text) {
        byte[] bytes = ("...." + text).getBytes(UTF_8);
        tail.add(bytes, 4, bytes.length - 4);
    }

    @Test
    void keepsTheLastLinesOfVeryMuchOutput() {
        for (int i = 0; i < 20_000; i++) {
            add("line " + i + "\r\n\r\n");
        }
        assertThat(tail.lines()).hasSize(24).last().isEqualTo("line 19999");
        assertThat(tail.lines()).first().isEqualTo("line 19976");
    }

    @Test
    void keepsTheEndOfOneVeryLargeWrite() {
        add("x\n".repeat(30_000) + "end\n");
        assertThat(tail.lines()).last().isEqualTo("end");
        assertThat(tail.total()).isEqualTo(60_004);
    }

    @Test
    void tellsAPanicFromTalkOfOne() {
        add("[ 1.0] Kernel panic - not syncing: no init found\r\n");
        assertThat(tail.showsPanic()).isTrue();
        assertThat(tail.endsInPanic()).isFalse();
        add("[ 1.1] ---[ end Kernel panic - not syncing: no init found ]---\r\n");
        assertThat(tail.endsInPanic()).isTrue();
        add("~ # ");
        assertThat(tail.endsInPanic()).isFalse();
    }

    @Test
    void hasNoLinesAtFirst() {
        assertThat(tail.lines()).isEmpty();
        assertThat(tail.endsInPanic()).isFalse();
    }
}
