package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;

/** Sections that begin on one thread and end on another. */
@Timeout(60)
class HandoverTest {
    private final Srcu srcu = Srcu.create("handover");

    @Test
    void isWaitedForUntilItsEndOnAnyThread() throws InterruptedException {
        Handover handover = srcu.down();
        Background updater = Background.start(srcu::synchronize);
        updater.assertWaits();
        Background.run(handover::up);
        updater.assertEnds();
    }

    @Test
    void isNoSectionOfTheThreadThatBeganIt() throws InterruptedException {
        Handover handover = srcu.down();
        assertThat(srcu.synchronize(Duration.ofMillis(20))).isFalse(); // and no SelfDeadlock
        handover.up();
        assertThat(srcu.synchronize(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void endedTwiceIsRefusedAndCountsOnce() throws InterruptedException {
        Handover one = srcu.down();
        Handover two = srcu.down();
        one.up();
        SrcuRef<String> ref = new SrcuRef<>(srcu, "first");
        assertThat(ref.dereference(two)).isEqualTo("first");
        ReaderTest.assertMisuse(() -> ref.dereference(one), "is over");
        ReaderTest.assertMisuse(one::up, "up twice in SRCU domain handover");
        assertThat(srcu.synchronize(Duration.ofMillis(20))).isFalse();
        two.up();
        srcu.synchronize();
    }

    @Test
    void ofTwoThreadsThatEndItAtOnceExactlyOneIsRefused() throws Exception {
        for (int i = 0; i < 500; i++) {
            Handover held = srcu.down();
            Handover raced = srcu.down();
            CyclicBarrier both = new CyclicBarrier(2);
            Background.Action end =
                    () -> {
                        both.await();
                        raced.up();
                    };
            Background one = Background.startVirtual(end);
            Background two = Background.startVirtual(end);
            Throwable first = one.failure();
            Throwable second = two.failure();
            assertThat(first == null).isNotEqualTo(second == null);
            assertThat(first == null ? second : first).isInstanceOf(SrcuException.Misuse.class);
            assertThat(srcu.synchronize(Duration.ZERO)).isFalse(); // the other one still counts
            held.up();
        }
        srcu.close();
    }
}
