package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

/** A thread that lives inside a section. */
@Timeout(60)
class QuiescentTest {
    private final Srcu srcu = Srcu.create("quiescent");
    private final Reader reader = srcu.register();

    @Test
    void letsAGracePeriodPass() throws InterruptedException {
        reader.online();
        Background updater = Background.start(srcu::synchronize);
        Background.until(() -> srcu.gracePeriods().patience().isAsleep()); // it has begun
        updater.assertWaits();
        reader.quiescent();
        updater.assertEnds();
        assertThat(reader.isInside()).isTrue();
        reader.offline();
    }

    @Test
    void protectsWhatIsReadAfterIt() throws InterruptedException {
        reader.online();
        for (int i = 0; i < 3; i++) {
            reader.quiescent();
            assertThat(srcu.synchronize(Duration.ofMillis(20))).isFalse();
            reader.quiescent();
            reader.quiescent();
            assertThat(srcu.synchronize(Duration.ofMillis(20))).isFalse();
        }
        reader.offline();
        srcu.synchronize();
    }

    @Test
    void offlineHoldsNobodyAndOnlineProtectsAgain() throws InterruptedException {
        reader.online();
        reader.offline();
        assertThat(reader.isInside()).isFalse();
        srcu.synchronize();
        reader.online();
        assertThat(srcu.synchronize(Duration.ofMillis(20))).isFalse();
        reader.offline();
        srcu.synchronize();
        reader.close();
    }

    @Test
    void isRefusedWhenNotOnline() {
        ReaderTest.assertMisuse(reader::quiescent, "quiescent without online");
        ReaderTest.assertMisuse(reader::offline, "offline without online");
        try (var _ = reader.enter()) {
            ReaderTest.assertMisuse(reader::quiescent, "quiescent without online");
            ReaderTest.assertMisuse(reader::offline, "offline without online");
            ReaderTest.assertMisuse(reader::online, "online inside a section");
        }
        assertThat(reader.isInside()).isFalse();
    }

    @Test
    void endsTheLifeOnlyAndNoSectionBegunInside() throws InterruptedException {
        reader.online();
        ReaderTest.assertMisuse(reader::online, "online inside a section");
        Section section = reader.enter();
        reader.quiescent();
        reader.offline();
        assertThat(srcu.synchronize(Duration.ofMillis(20))).isFalse();
        section.close();
        srcu.synchronize();
    }
}
