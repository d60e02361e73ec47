package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

/** A registered reader's life, and what it refuses. */
@Timeout(60)
class ReaderTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Srcu srcu = Srcu.create("readers");
    private final Reader reader = srcu.register("r");

    @Test
    void isInsideWhileItsOutermostSectionIsOpen() {
        assertThat(reader.isInside()).isFalse();
        try (var _ = reader.enter()) {
            try (var _ = reader.enter()) {
                assertThat(reader.isInside()).isTrue();
            }
            assertThat(reader.isInside()).isTrue();
        }
        assertThat(reader.isInside()).isFalse();
    }

    @Test
    void sectionsMayOverlapAndEachProtects() throws InterruptedException {
        Section first = reader.enter();
        Section second = reader.enter();
        Section third = reader.enter();
        second.close();
        first.close();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        third.close();
        srcu.synchronize();
    }

    @Test
    void sectionClosedTwiceIsRefusedAndDoesNotEndAnother() throws InterruptedException {
        Section outer = reader.enter();
        Section inner = reader.enter();
        inner.close();
        assertMisuse(inner::close, "section closed twice");
        outer.close();
        Section next = reader.enter();
        assertMisuse(outer::close, "section closed twice");
        assertThat(reader.isInside()).isTrue();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        next.close();
        srcu.synchronize();
    }

    @Test
    void closedReaderIsRefused() {
        reader.close();
        assertThat(reader.isInside()).isFalse();
        assertMisuse(reader::enter, "use after close: reader r of SRCU domain readers");
        assertMisuse(reader::quiescent, "use after close");
        assertMisuse(reader::offline, "use after close");
        assertMisuse(reader::online, "use after close");
        assertThat(reader.isInside()).isFalse();
        srcu.synchronize();
    }

    @Test
    void closingTwiceIsHarmlessToOtherReaders() throws InterruptedException {
        Reader other = srcu.register("other");
        reader.close();
        reader.close();
        srcu.unregister(reader); // as two threads that close at once would
        assertThat(srcu.statistics().readers()).isEqualTo(1);
        try (var _ = other.enter()) {
            assertThat(srcu.synchronize(SHORT)).isFalse();
        }
    }

    @Test
    void closingInsideIsRefusedAndStillProtects() throws InterruptedException {
        try (var _ = reader.enter()) {
            assertMisuse(reader::close, "close inside a section");
            assertThat(srcu.synchronize(SHORT)).isFalse();
        }
        reader.close();
        assertThat(srcu.statistics().readers()).isZero();
    }

    @Test
    void mayBeHandedToAnotherThreadInsideASection() throws InterruptedException {
        Section section = reader.enter();
        Background.run(
                () -> {
                    assertThat(reader.isInside()).isTrue();
                    section.close();
                });
        srcu.synchronize();
        Background.startVirtual(reader::online).assertEnds();
        assertThat(srcu.synchronize(SHORT)).isFalse();
        reader.offline();
        srcu.synchronize();
    }

    @Test
    void manyReadersComeAndGo() throws InterruptedException {
        Reader[] readers = new Reader[100];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = srcu.register("reader " + i);
        }
        for (int i = 0; i < readers.length; i += 2) {
            readers[i].close();
        }
        assertThat(srcu.statistics().readers()).isEqualTo(51);
        for (int i = 1; i < readers.length; i += 2) {
            try (var _ = readers[i].enter()) {
                assertThat(srcu.synchronize(Duration.ZERO)).as(readers[i].name()).isFalse();
            }
            readers[i].close();
        }
        assertThat(srcu.statistics().readers()).isEqualTo(1);
        srcu.synchronize();
    }

    @Test
    void isNamedAfterTheThreadThatRegistersItUnlessNamed() throws InterruptedException {
        Background.start(
                        "some thread",
                        () -> assertThat(srcu.register().name()).isEqualTo("some thread"))
                .assertEnds();
        assertThat(reader.name()).isEqualTo("r");
    }

    static void assertMisuse(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(SrcuException.Misuse.class)
                .hasMessageContaining(message);
    }
}
