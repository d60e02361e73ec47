package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

/** Polled grace periods. */
@Timeout(60)
class CookieTest {
    private final Srcu srcu = Srcu.create("cookies");

    @Test
    void isOverAfterAGracePeriodAndNotBefore() {
        Cookie cookie = srcu.cookie();
        assertThat(srcu.poll(cookie)).isFalse();
        srcu.synchronize();
        assertThat(srcu.poll(cookie)).isTrue();
        assertThat(srcu.poll(srcu.cookie())).isFalse();
    }

    @Test
    void takenInsideASectionIsNotOverInsideIt() throws InterruptedException {
        try (Reader reader = srcu.register();
                var _ = reader.enter()) {
            Cookie cookie = srcu.startGracePeriod();
            assertThat(srcu.synchronize(srcu.cookie(), Duration.ofMillis(20))).isFalse();
            assertThat(srcu.poll(cookie)).isFalse();
        }
    }

    @Test
    void takenDuringAGracePeriodNeedsTheNextOne() throws InterruptedException {
        Handover held = srcu.down();
        Background updater = Background.start(srcu::synchronize);
        Background.until(() -> srcu.gracePeriods().patience().isAsleep());
        Cookie cookie = srcu.cookie();
        held.up();
        updater.assertEnds();
        assertThat(srcu.poll(cookie)).isFalse();
        srcu.synchronize();
        assertThat(srcu.poll(cookie)).isTrue();
    }

    @Test
    void startedCompletesByItself() throws InterruptedException {
        Cookie cookie = srcu.startGracePeriod();
        Background.until(() -> srcu.poll(cookie));
        Cookie another = srcu.startGracePeriod();
        Background.until(() -> srcu.poll(another));
        srcu.close();
    }

    @Test
    void startedWaitsForReaders() throws InterruptedException {
        Handover held = srcu.down();
        Cookie cookie = srcu.startGracePeriod();
        Background.until(() -> srcu.gracePeriods().patience().isAsleep());
        assertThat(srcu.poll(cookie)).isFalse();
        held.up();
        Background.until(() -> srcu.poll(cookie));
    }

    @Test
    void thatIsOverIsNotWaitedFor() throws InterruptedException {
        Cookie cookie = srcu.cookie();
        srcu.synchronize(cookie);
        try (var _ = srcu.enter()) {
            srcu.synchronize(cookie);
            assertThat(srcu.synchronize(cookie, Duration.ZERO)).isTrue();
        }
        assertThat(srcu.statistics().gracePeriods()).isEqualTo(1);
    }

    @Test
    void ofTheSameStateAreEqual() {
        Cookie one = srcu.cookie();
        Cookie two = srcu.cookie();
        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
        srcu.synchronize();
        assertThat(srcu.cookie()).isNotEqualTo(one);
        assertThat(Srcu.create("cookies").cookie()).isNotEqualTo(one);
    }

    @Test
    void completedIsOverEverywhere() {
        assertThat(srcu.poll(Cookie.completed())).isTrue();
        srcu.synchronize(Cookie.completed());
        assertThat(srcu.statistics().gracePeriods()).isZero();
        assertThat(Cookie.completed()).isNotEqualTo(srcu.cookie()).hasToString("completed");
    }

    @Test
    void ofAnotherDomainIsRefused() {
        Cookie foreign = Srcu.create("foreign").cookie();
        String message = "cookie of SRCU domain foreign given to cookies";
        ReaderTest.assertMisuse(() -> srcu.poll(foreign), message);
        ReaderTest.assertMisuse(() -> srcu.synchronize(foreign), message);
        ReaderTest.assertMisuse(() -> srcu.synchronize(foreign, Duration.ZERO), message);
    }
}
