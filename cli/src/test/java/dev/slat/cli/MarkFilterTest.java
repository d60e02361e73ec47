package dev.slat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

class MarkFilterTest {
    private static final String READY = "\u001b_slat;7;ready\u001b\\";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final MarkFilter filter =
            new MarkFilter("7", out, text -> out.write(("<" + text + ">").getBytes(ISO_8859_1)));

    private String through(String text, int pieceLength) throws IOException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int i = 0; i < bytes.length; i += pieceLength) {
            filter.write(bytes, i, Math.min(pieceLength, bytes.length - i));
        }
        return out.toString(ISO_8859_1);
    }

    @Property
    void takesMarksOutHoweverTheBytesAreCut(@ForAll @IntRange(min = 1, max = 40) int length)
            throws IOException {
        String text =
                "a\n" + READY + "b\u001b[1m\u001b_x" + READY + READY + "\u001b\u001b_slat;8;c";
        out.reset();
        assertThat(through(text + "!", length))
                .isEqualTo("a\n<ready>b\u001b[1m\u001b_x<ready><ready>\u001b\u001b_slat;8;c!");
    }

    @Property
    void passesEverythingElseUnchanged(
            @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int n) throws IOException {
        out.reset();
        String text = new String(bytes, ISO_8859_1);
        // Text after the last byte pushes out what may have been the start of a mark.
        assertThat(through(text + ".", n)).isEqualTo(text + ".");
    }

    @Test
    void holdsBackNothingThatCannotBeAMark() throws IOException {
        assertThat(through("$ ", 1)).isEqualTo("$ ");
    }

    @Test
    void findsAMarkRightAfterAFalseStart() throws IOException {
        assertThat(through("\u001b_sl" + READY, 3)).isEqualTo("\u001b_sl<ready>");
    }

    @Test
    void doesNotCollectForEver() throws IOException {
        through("\u001b_slat;7;" + "x".repeat(1000), 16);
        assertThat(out.toString(ISO_8859_1)).startsWith("<xxx").hasSizeGreaterThan(900);
    }
}
