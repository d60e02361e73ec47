package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class PagerTest {
    private static final long PAGE = HostMapping.PAGE;

    private static void fill(MemorySegment page, long word) {
        for (long at = 0; at < PAGE; at += 8) {
            page.set(ValueLayout.JAVA_LONG_UNALIGNED, at, word);
        }
    }

    @Test
    void pageComesWhenItIsFirstUsedAndOnlyThen() {
        List<Long> asked = new ArrayList<>();
        Pager pager =
                (offset, page) -> {
                    asked.add(offset);
                    fill(page, offset + 1);
                };
        try (HostMapping mapping = HostMapping.of(4 * PAGE).pagedBy(pager).map()) {
            assertThat(mapping.peekPage(PAGE, MemorySegment.ofArray(new byte[4096]))).isFalse();
            assertThat(asked).isEmpty();
            for (int i = 0; i < 3; i++) {
                long code = mapping.resolve(2 * PAGE + i, i == 1);
                assertThat(HostPage.isWritable(code)).isTrue();
                assertThat(Window.getLong(HostPage.hva(code) + PAGE - 8)).isEqualTo(2 * PAGE + 1);
            }
            assertThat(asked).containsExactly(2 * PAGE);
        }
    }

    @Test
    void forbiddenAccessesDoNotBringThePage() {
        AtomicInteger asked = new AtomicInteger();
        Pager pager = (offset, page) -> asked.incrementAndGet();
        try (HostMapping mapping = HostMapping.of(2 * PAGE).pagedBy(pager).map()) {
            mapping.protect(0, PAGE, PageAccess.READ);
            mapping.unmap(PAGE, PAGE);
            assertThat(mapping.resolve(0, true)).isEqualTo(HostPage.FAULT);
            assertThat(mapping.resolve(PAGE, false)).isEqualTo(HostPage.FAULT);
            assertThat(asked).hasValue(0);
            assertThat(HostPage.isWritable(mapping.resolve(0, false))).isFalse();
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void failingPagerFaultsThisAccessAndIsAskedAgainByTheNext() {
        AtomicInteger asked = new AtomicInteger();
        Pager pager =
                (offset, page) -> {
                    fill(page, 7);
                    switch (asked.getAndIncrement()) {
                        case 0 -> throw new IOException("unreachable");
                        case 1 -> throw new IllegalStateException("bug");
                        default -> {}
                    }
                };
        try (HostMapping mapping = HostMapping.of(PAGE).pagedBy(pager).map()) {
            assertThat(mapping.pagerFailure()).isEmpty();
            assertThat(mapping.resolve(0, false)).isEqualTo(HostPage.FAULT);
            assertThat(mapping.pagerFailure().orElseThrow()).hasMessage("unreachable");
            assertThat(mapping.resolve(0, false)).isEqualTo(HostPage.FAULT);
            assertThat(mapping.pagerFailure().orElseThrow()).hasMessage("bug");
            assertThat(Window.getLong(mapping.hva())).isZero();
            assertThat(mapping.resolve(0, false)).isNotEqualTo(HostPage.FAULT);
            assertThat(Window.getLong(mapping.hva())).isEqualTo(7);
        }
    }

    @Test
    void twoThreadsThatNeedOnePageCallThePagerOnceAndOthersAreNotHeldUp() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<Thread> second = new AtomicReference<>();
        Pager pager =
                (offset, page) -> {
                    if (offset == 0) {
                        asked.incrementAndGet();
                        inside.countDown();
                        awaitQuietly(goOn);
                    }
                    fill(page, 7);
                };
        try (HostMapping mapping = HostMapping.of(2 * PAGE).pagedBy(pager).map();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Long> first = threads.submit(() -> mapping.resolve(0, true));
            inside.await();
            Future<Long> other =
                    threads.submit(
                            () -> {
                                second.set(Thread.currentThread());
                                return mapping.resolve(0, true);
                            });
            while (second.get() == null || second.get().getState() != Thread.State.WAITING) {
                assertThat(other.isDone()).isFalse();
                Thread.onSpinWait();
            }
            assertThat(Window.getLong(mapping.hva())).isZero(); // not half there
            assertThat(mapping.resolve(PAGE, true)).isNotEqualTo(HostPage.FAULT);
            goOn.countDown();
            assertThat(first.get()).isEqualTo(other.get()).isNotEqualTo(HostPage.FAULT);
            assertThat(Window.getLong(mapping.hva())).isEqualTo(7);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void changesWaitForAPageThatIsOnItsWay() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Pager pager =
                (offset, page) -> {
                    inside.countDown();
                    awaitQuietly(goOn);
                    fill(page, 7);
                };
        HostMapping mapping = HostMapping.of(PAGE).pagedBy(pager).map();
        Thread fault = Thread.ofPlatform().start(() -> mapping.resolve(0, true));
        inside.await();
        Thread close = Thread.ofPlatform().start(mapping::close);
        awaitWaiting(close, goOn);
        fault.join();
        close.join();
        assertThat(mapping.resolve(0, true)).isEqualTo(mapping.resolve(0, false));
        // The late page did not land in what the window gives to the next mapping.
        try (HostMapping next = HostMapping.anonymous(PAGE)) {
            assertThat(next.hva()).isEqualTo(mapping.hva());
            assertThat(Window.getLong(next.hva())).isZero();
        }
    }

    @Test
    void discardOfAPageThatIsOnItsWayTakesPlaceAfterIt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Pager pager =
                (offset, page) -> {
                    int time = asked.incrementAndGet();
                    inside.countDown();
                    awaitQuietly(goOn);
                    fill(page, time);
                };
        try (HostMapping mapping = HostMapping.of(PAGE).pagedBy(pager).map()) {
            Thread fault = Thread.ofPlatform().start(() -> mapping.resolve(0, true));
            inside.await();
            Thread discard = Thread.ofPlatform().start(() -> mapping.discard(0, PAGE));
            awaitWaiting(discard, goOn);
            fault.join();
            discard.join();
            assertThat(mapping.resolve(0, true)).isNotEqualTo(HostPage.FAULT);
            assertThat(Window.getLong(mapping.hva())).isEqualTo(2);
        }
    }

    @Test
    void interruptedThreadStillGetsItsPageAndStaysInterrupted() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Pager pager =
                (offset, page) -> {
                    inside.countDown();
                    awaitQuietly(goOn);
                };
        try (HostMapping mapping = HostMapping.of(PAGE).pagedBy(pager).map()) {
            Thread first = Thread.ofPlatform().start(() -> mapping.resolve(0, true));
            inside.await();
            AtomicReference<String> outcome = new AtomicReference<>("none");
            Thread second =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        Thread.currentThread().interrupt();
                                        boolean ok = mapping.resolve(0, true) != HostPage.FAULT;
                                        outcome.set(ok + " " + Thread.interrupted());
                                    });
            awaitWaiting(second, goOn);
            first.join();
            second.join();
            assertThat(outcome).hasValue("true true");
        }
    }

    @Test
    void discardedPagesArePagedInAgainAndReplacedOnesAreNot() {
        AtomicInteger asked = new AtomicInteger();
        List<String> dropped = new ArrayList<>();
        Pager pager =
                new Pager() {
                    @Override
                    public void populate(long offset, MemorySegment page) {
                        fill(page, asked.incrementAndGet());
                    }

                    @Override
                    public void discarded(long offset, long length) {
                        dropped.add(offset + "+" + length);
                    }
                };
        try (HostMapping mapping = HostMapping.of(2 * PAGE).pagedBy(pager).map()) {
            assertThat(mapping.resolve(0, true)).isNotEqualTo(HostPage.FAULT);
            mapping.discard(0, 2 * PAGE);
            assertThat(mapping.resolve(0, true)).isNotEqualTo(HostPage.FAULT);
            assertThat(Window.getLong(mapping.hva())).isEqualTo(2);
            MemorySegment other = MemorySegment.ofArray(new byte[(int) PAGE]);
            fill(other, 99);
            assertThat(mapping.replacePage(PAGE, other)).isTrue();
            assertThat(mapping.resolve(PAGE, true)).isNotEqualTo(HostPage.FAULT);
            assertThat(Window.getLong(mapping.hva() + PAGE)).isEqualTo(99);
            assertThat(asked).hasValue(2);
            assertThat(dropped).containsExactly("0+8192", "4096+4096");
        }
    }

    /** Lets the pager go on when a thread waits; also when it does not, or nothing would end. */
    private static void awaitWaiting(Thread thread, CountDownLatch goOn) {
        try {
            while (thread.getState() != Thread.State.WAITING) {
                assertThat(thread.isAlive()).isTrue();
                Thread.onSpinWait();
            }
        } finally {
            goOn.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
