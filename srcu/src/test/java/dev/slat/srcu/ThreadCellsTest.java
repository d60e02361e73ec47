package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Which cell a thread without a reader gets. */
@Timeout(60)
class ThreadCellsTest {
    /** The places of the table: threads whose ids differ by it collide. */
    private static final int PLACES = 1 << 13;

    private final Srcu srcu = Srcu.create("cells");
    private final CountDownLatch end = new CountDownLatch(1);

    private static ThreadCell cellOf(Srcu domain) {
        return ThreadCells.at(domain.threadCells().keys() + Thread.currentThread().threadId());
    }

    private boolean hasCell() {
        long key = srcu.threadCells().keys() + Thread.currentThread().threadId();
        return ThreadCells.at(key).isOf(key);
    }

    @Test
    void aPlatformThreadClaimsOneForEachDomain() {
        srcu.enter().close();
        assertThat(hasCell()).isTrue();
        ThreadCell cell = cellOf(srcu);
        srcu.enter().close();
        assertThat(cellOf(srcu)).isSameAs(cell);
        try (Srcu other = Srcu.create("other");
                var _ = srcu.enter()) {
            other.enter().close();
            assertThat(cellOf(other)).isNotSameAs(cell);
            other.synchronize(); // a section of one domain holds no other
        }
        assertThat(srcu.registry().cells()).containsExactly(cell);
    }

    @Test
    void aVirtualThreadClaimsNone() throws InterruptedException {
        Background.startVirtual(
                        () -> {
                            srcu.enter().close();
                            assertThat(hasCell()).isFalse();
                        })
                .assertEnds();
        assertThat(srcu.registry().cells()).isEmpty();
    }

    @Test
    void aLivingThreadKeepsItsPlaceAndTheNewcomerCountsAmongTheShared()
            throws InterruptedException {
        CountDownLatch claimed = new CountDownLatch(1);
        Thread living =
                twin(
                        () -> {
                            srcu.enter().close();
                            claimed.countDown();
                            awaitEnd();
                        });
        living.start();
        claimed.await();
        Section section = srcu.enter();
        assertThat(hasCell()).isFalse();
        assertThat(srcu.sharedSections().open()).isEqualTo(1);
        section.close();
        assertThat(srcu.sharedSections().open()).isZero();
        end.countDown();
        living.join();
    }

    @Test
    void theCellOfADeadThreadMakesRoom() throws InterruptedException {
        Thread dead = twin(() -> srcu.enter().close());
        dead.start();
        dead.join();
        assertThat(srcu.registry().cells()).hasSize(1);
        srcu.enter().close();
        assertThat(hasCell()).isTrue();
        assertThat(srcu.registry().cells()).hasSize(1);
    }

    @Test
    void theCellOfADeadThreadInsideASectionStaysUntilItIsClosed() throws InterruptedException {
        AtomicReference<Section> left = new AtomicReference<>();
        Thread dead = twin(() -> left.set(srcu.enter()));
        dead.start();
        dead.join();
        srcu.enter().close();
        assertThat(hasCell()).isFalse();
        Background updater = Background.start(srcu::synchronize);
        updater.assertWaits();
        left.get().close();
        updater.assertEnds();
        srcu.enter().close();
        assertThat(hasCell()).isTrue();
    }

    @Test
    void aClosedDomainTakesItsCellsAway() {
        srcu.enter().close();
        srcu.close();
        assertThat(hasCell()).isFalse();
    }

    /** A thread whose id collides with the caller's. */
    private static Thread twin(Runnable action) {
        while (true) {
            Thread thread = Thread.ofPlatform().daemon().unstarted(action);
            if ((thread.threadId() - Thread.currentThread().threadId()) % PLACES == 0) {
                return thread;
            }
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void cellsOfThreadsThatHaveEndedDoNotPileUp() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            Thread.ofPlatform().start(() -> srcu.enter().close()).join();
        }
        assertThat(srcu.registry().cells()).hasSizeLessThan(200);
    }
}
