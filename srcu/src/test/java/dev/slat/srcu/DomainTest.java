package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

/** The end of a domain, and what can be seen of it from outside. */
@Timeout(60)
class DomainTest {
    private final Srcu srcu = Srcu.create("domain");

    private void assertInUse(String what) {
        assertThatThrownBy(srcu::close)
                .isInstanceOf(SrcuException.InUse.class)
                .hasMessage("SRCU domain domain is in use: " + what);
    }

    @Test
    void closeNamesTheReadersThatAreOpen() {
        Reader[] readers = new Reader[11];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = srcu.register("r" + i);
        }
        assertInUse("11 open readers (r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, ...)");
        readers[0].close();
        for (int i = 2; i < readers.length; i++) {
            readers[i].close();
        }
        assertInUse("1 open readers (r1)");
        try (var _ = readers[1].enter()) {
            srcu.enter().close(); // still usable
        }
        readers[1].close();
        srcu.close();
    }

    @Test
    void closeCountsTheSectionsThatAreOpen() throws InterruptedException {
        Section section = srcu.enter();
        assertInUse("1 open read sections");
        Section nested = srcu.enter();
        Handover handover = srcu.down();
        assertInUse("3 open read sections");
        Background.run(() -> assertThat(srcu.synchronize(Duration.ZERO)).isFalse());
        section.close();
        nested.close();
        assertInUse("1 open read sections");
        handover.up();
        srcu.close();
    }

    @Test
    void closingTwiceIsHarmless() {
        srcu.close();
        srcu.close();
    }

    @Test
    void aClosedDomainRefusesAll() throws InterruptedException {
        srcu.enter().close();
        Cookie cookie = srcu.cookie();
        srcu.close();
        assertClosed(srcu::register);
        assertClosed(srcu::enter);
        assertClosed(srcu::down);
        assertClosed(srcu::synchronize);
        assertClosed(srcu::synchronizeInterruptibly);
        assertClosed(srcu::synchronizeExpedited);
        assertClosed(() -> srcu.synchronize(Duration.ZERO));
        assertClosed(() -> srcu.synchronize(cookie));
        assertClosed(srcu::cookie);
        assertClosed(srcu::startGracePeriod);
        assertClosed(() -> srcu.call(() -> {}));
        assertClosed(() -> srcu.call(() -> {}, Runnable::run));
        assertClosed(() -> srcu.retire("object", _ -> {}));
        Background.startVirtual(() -> assertClosed(srcu::enter)).assertEnds();
        Background.run(() -> assertClosed(srcu::enter));
        assertThat(srcu.poll(cookie)).isFalse();
        assertThat(srcu.sharedSections().open()).isZero();
        srcu.awaitCallbacks(); // none waits
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SrcuException.Closed.class)
                .hasMessage("SRCU domain domain is closed");
    }

    @Test
    void statisticsCount() {
        Reader reader = srcu.register();
        srcu.enter().close(); // a thread's cell is no reader
        srcu.synchronize();
        srcu.synchronize();
        srcu.call(() -> {});
        srcu.awaitCallbacks();
        Statistics seen = srcu.statistics();
        assertThat(seen.gracePeriods()).isGreaterThanOrEqualTo(3);
        assertThat(seen.longestGracePeriod()).isPositive();
        assertThat(seen.stalls()).isZero();
        assertThat(seen.readers()).isEqualTo(1);
        assertThat(seen.callbacksQueued()).isEqualTo(1);
        assertThat(seen.callbacksCompleted()).isEqualTo(1);
        reader.close();
        assertThat(srcu.statistics().readers()).isZero();
    }

    @Test
    void aSlowReaderOfOneDomainHoldsNoOther() {
        Handover held = srcu.down();
        try (Srcu other = Srcu.create("other")) {
            other.synchronize();
            other.call(() -> {});
            other.awaitCallbacks();
        }
        held.up();
    }

    @Test
    void aBadSettingIsRefused() {
        Srcu.Builder builder = Srcu.builder("bad");
        assertThatThrownBy(() -> builder.stallAfter(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.stallAfter(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
