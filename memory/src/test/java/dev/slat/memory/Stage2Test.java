package dev.slat.memory;

import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.host.HostPage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(60)
class Stage2Test {
    private static final long PAGE = 4096;
    private static final long LARGE = 2 << 20;
    private static final long HUGE = 1 << 30;
    private static final long USER = 4 * HUGE;
    private static final long HVA = 8 * HUGE;

    private final FakeHost host = new FakeHost().map(USER, HVA, 2 * HUGE);
    private final GuestMemory memory = GuestMemory.builder().hostSpace(host).build();
    private final GuestView view = memory.attach();

    @AfterEach
    void close() {
        memory.validate();
        view.close();
        memory.close();
    }

    private Integer level(long gpa) {
        return memory.stage2().levelOf(0, gpa >>> 12);
    }

    private void slot(int flags, long gpa, long size) {
        memory.setUserMemoryRegion(1, flags, gpa, size, USER);
    }

    @ParameterizedTest
    @CsvSource({
        // gpa, size, user offset, host level, faulting gpa, flags, expected level
        "0x40000000, 0x40000000, 0, 2, 0x40123000, 0, 2", // whole
        "0x40000000, 0x40000000, 0, 1, 0x40123000, 0, 1", // the host has no larger
        "0x40000000, 0x40000000, 0, 0, 0x40123000, 0, 0",
        "0x40000000, 0x3ffff000, 0, 2, 0x40123000, 0, 1", // the slot ends too early
        "0x40001000, 0x3ffff000, 0x1000, 2, 0x40201000, 0, 1", // it begins too late
        "0x40001000, 0x3ffff000, 0x1000, 2, 0x40002000, 0, 0",
        "0x40200000, 0x40000000, 0, 2, 0x40400000, 0, 1", // aligned to 2 MiB only
        "0x40001000, 0x3ffff000, 0, 2, 0x40400000, 0, 0", // not even that
        "0x40000000, 0x40000000, 0, 2, 0x40123000, 1, 0", // logged
        "0x40000000, 0x40000000, 0, 2, 0x40123000, 2, 2", // read-only
        "0x40000000, 0x201000, 0, 1, 0x40200000, 0, 0", // the last page
    })
    void leavesAreAsLargeAsEdgesAlignmentAndLoggingAllow(
            String gpa, String size, String offset, int most, String at, int flags, int level) {
        host.level = most;
        long base = Long.decode(gpa);
        long address = Long.decode(at);
        long user = USER + Long.decode(offset);
        memory.setUserMemoryRegion(1, flags, base, Long.decode(size), user);
        assertThat(translate(view, address, false)).isEqualTo(user - USER + HVA + address - base);
        assertThat(level(address)).isEqualTo(level);
    }

    @Test
    void loggingSplitsALargeLeafAndItsEndLetsItComeBack() {
        host.level = HostPage.LEVEL_2M;
        slot(0, 0, 2 * LARGE);
        translate(view, 0, true);
        assertThat(level(LARGE - PAGE)).isEqualTo(1);
        slot(1, 0, 2 * LARGE);
        assertThat(level(0)).as("protected, not yet split").isEqualTo(1);
        assertThat(translate(view, 5 * PAGE, true)).isEqualTo(HVA + 5 * PAGE);
        assertThat(level(5 * PAGE)).isZero();
        assertThat(level(6 * PAGE)).isZero();
        memory.validate();
        assertThat(memory.dirtyLog(1)[0]).isEqualTo(1 << 5);
        translate(view, 6 * PAGE, true);
        assertThat(memory.dirtyLog(1)[0]).isEqualTo(1 << 6);
        slot(0, 0, 2 * LARGE);
        translate(view, 7 * PAGE, true);
        assertThat(level(5 * PAGE)).isEqualTo(1);
    }

    @Test
    void aLargeLeafThatIsUnmappedInPartGoesAsAWhole() {
        host.level = HostPage.LEVEL_1G;
        slot(0, HUGE, HUGE);
        translate(view, HUGE, true);
        assertThat(level(HUGE + LARGE)).isEqualTo(2);
        host.begin(USER + LARGE, USER + LARGE + PAGE);
        assertThat(level(HUGE)).isNull();
        assertThat(level(HUGE + LARGE)).isNull();
        assertThat(translate(view, HUGE, true)).as("another page").isEqualTo(HVA);
        assertThat(level(HUGE)).as("as large as there is nothing going").isEqualTo(1);
        assertThat(translate(view, HUGE + LARGE + PAGE, true)).isEqualTo(HVA + LARGE + PAGE);
        assertThat(level(HUGE + LARGE + PAGE)).isZero();
        assertThat(level(HUGE + LARGE)).as("the page that is going").isNull();
        host.end(USER + LARGE, USER + LARGE + PAGE);
    }

    @Test
    void ageIsForgottenAndLearnedAgain() {
        slot(0, 0, 4 * PAGE);
        var notifier = host.notifier();
        long end = USER + 4 * PAGE;
        assertThat(notifier.testYoung(USER, end)).isFalse();
        translate(view, PAGE, false);
        assertThat(notifier.testYoung(USER, end)).isTrue();
        assertThat(notifier.testYoung(USER + 2 * PAGE, end)).isFalse();
        assertThat(notifier.clearYoung(USER, end, false)).isTrue();
        assertThat(view.pending()).isFalse();
        assertThat(notifier.clearYoung(USER, end, true)).isFalse();
        assertThat(view.pending()).as("nothing was young, nothing is flushed").isFalse();
        translate(view, PAGE, false);
        assertThat(notifier.testYoung(USER, end)).isTrue();
        assertThat(notifier.clearYoung(USER, end, true)).isTrue();
        assertThat(view.takeRequests()).isEqualTo(GuestView.FLUSH);
        assertThat(translate(view, PAGE, true)).isEqualTo(HVA + PAGE);
    }

    @Test
    void framesBeyondTheTreeDoNotFindThoseBelow() {
        slot(0, 0, PAGE);
        assertThat(translate(view, 0, true)).isEqualTo(HVA);
        assertThat(translate(view, 1L << 57, false)).isEqualTo(GuestView.NO_SLOT);
        assertThat(translate(view, 1L << 63, true)).isEqualTo(GuestView.NO_SLOT);
        memory.setAlias(0, 1L << 57, PAGE, 0);
        assertThat(translate(view, 1L << 57, true)).isEqualTo(GuestView.NO_SLOT);
        assertThat(translate(view, 0, true)).isEqualTo(HVA);
    }

    @Test
    void aLargeLeafDoesNotCoverFramesThatAnAliasShowsElsewhere() {
        host.level = HostPage.LEVEL_2M;
        slot(0, 0, 2 * LARGE);
        memory.setAlias(0, 5 * PAGE, PAGE, LARGE);
        assertThat(translate(view, 6 * PAGE, true)).isEqualTo(HVA + 6 * PAGE);
        assertThat(translate(view, 5 * PAGE, true)).isEqualTo(HVA + LARGE);
        memory.setAlias(0, 0, 0, 0);
        assertThat(translate(view, 5 * PAGE, true)).isEqualTo(HVA + 5 * PAGE);
    }

    @Test
    void parallelFaultsOfAllSizesAgree() throws InterruptedException {
        long size = 4 * LARGE;
        slot(0, 0, size);
        AtomicLong wrong = new AtomicLong();
        Thread[] harts = new Thread[3];
        for (int i = 0; i < harts.length; i++) {
            int seed = i;
            harts[i] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (GuestView own = memory.attach()) {
                                            for (long n = 0; n < 5_000; n++) {
                                                host.level = (int) (n % 2);
                                                long at = (n * 7919 + seed) * PAGE % size;
                                                long hva = translate(own, at, n % 3 == 0);
                                                if (hva != HVA + at && hva != GuestView.RETRY) {
                                                    wrong.incrementAndGet();
                                                }
                                            }
                                        }
                                    });
        }
        for (int i = 0; i < 20; i++) {
            slot(i % 2 == 0 ? 1 : 0, 0, size);
            host.begin(USER + i * PAGE, USER + (i + 3) * PAGE);
            host.end(USER + i * PAGE, USER + (i + 3) * PAGE);
            memory.validate();
        }
        for (Thread hart : harts) {
            hart.join();
        }
        assertThat(wrong).hasValue(0);
    }

    @Test
    void aFlushDoesNotWaitForAHartThatThePagerHolds() throws InterruptedException {
        slot(0, 0, 4 * PAGE);
        CountDownLatch inPager = new CountDownLatch(1);
        CountDownLatch paged = new CountDownLatch(1);
        host.hook =
                (address, write) -> {
                    if (address == USER) {
                        inPager.countDown();
                        await(paged);
                    }
                };
        long[] result = new long[1];
        Thread hart =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try (GuestView own = memory.attach()) {
                                        own.enterGuest();
                                        result[0] = translate(own, 0, true);
                                        own.takeRequests();
                                        own.exitGuest();
                                    }
                                });
        inPager.await();
        assertThat(translate(view, PAGE, true)).isEqualTo(HVA + PAGE);
        memory.stage2().flushAll(0); // and returns
        assertThat(hart.isAlive()).isTrue();
        paged.countDown();
        hart.join();
        assertThat(result[0]).as("a flush came in meanwhile").isEqualTo(GuestView.RETRY);
    }

    @Test
    void aHartWhoseHostFailedIsInGuestModeAsBefore() throws InterruptedException {
        slot(0, 0, PAGE);
        host.hook =
                (address, write) -> {
                    throw new IllegalStateException("the pager is broken");
                };
        view.enterGuest();
        assertThatThrownBy(() -> translate(view, 0, true)).hasMessage("the pager is broken");
        view.request(GuestView.FLUSH);
        Thread waiter = Thread.ofPlatform().start(() -> view.awaitHandled(GuestView.FLUSH));
        assertThat(waiter.join(Duration.ofMillis(50))).isFalse();
        view.exitGuest();
        waiter.join();
    }

    @Test
    void noTranslationOutlivesItsSlotOrItsPlace() {
        host.level = HostPage.LEVEL_2M;
        slot(0, 0, LARGE);
        translate(view, 0, true);
        slot(0, HUGE, LARGE);
        assertThat(level(0)).isNull();
        assertThat(translate(view, 0, false)).isEqualTo(GuestView.NO_SLOT);
        assertThat(view.takeRequests()).isEqualTo(GuestView.FLUSH);
        assertThat(translate(view, HUGE, true)).isEqualTo(HVA);
        memory.deleteRegion(1);
        assertThat(level(HUGE)).isNull();
        assertThat(translate(view, HUGE, false)).isEqualTo(GuestView.NO_SLOT);
        assertThat(view.takeRequests()).isEqualTo(GuestView.FLUSH);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
