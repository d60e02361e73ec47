package dev.slat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

class HostInputTest {
    private static HostInput of(String text, boolean endAsKey) {
        return new HostInput(new ByteArrayInputStream(text.getBytes(US_ASCII)), endAsKey);
    }

    private static String all(HostInput input) throws IOException {
        input.start(null);
        input.open();
        try (InputStream view = input.view()) {
            return new String(view.readAllBytes(), US_ASCII);
        }
    }

    @Test
    void passesAllBytesAndThenEnds() throws IOException {
        assertThat(all(of("one\ntwo", false))).isEqualTo("one\ntwo");
    }

    @Test
    void tellsTheEndAsOneKeyAfterAWholeLine() throws IOException {
        assertThat(all(of("one\n", true))).isEqualTo("one\n\u0004");
        assertThat(all(of("", true))).isEqualTo("\u0004");
    }

    @Test
    void pushesOutAnUnfinishedLineFirst() throws IOException {
        assertThat(all(of("one", true))).isEqualTo("one\u0004\u0004");
    }

    @Test
    void givesNothingBeforeTheGuestIsReady() throws Exception {
        HostInput input = of("x", false);
        input.start(null);
        InputStream view = input.view();
        var read = CompletableFuture.supplyAsync(() -> readOne(view));
        assertThat(view.available()).isZero();
        assertThat(read).isNotDone();

        input.open();

        assertThat(read.get()).isEqualTo('x');
    }

    @Test
    void losesNoByteWhenAMachineIsReplaced() throws Exception {
        HostInput input = of("xy", false);
        InputStream first = input.view();
        var stuck = CompletableFuture.supplyAsync(() -> readOne(first));
        first.close();
        assertThat(stuck.get()).isEqualTo(-1);

        assertThat(all(input)).isEqualTo("xy");
    }

    private static int readOne(InputStream stream) {
        try {
            return stream.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
