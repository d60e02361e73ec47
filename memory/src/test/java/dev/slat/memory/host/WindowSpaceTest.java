package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

class WindowSpaceTest {
    private static final long PAGE = HostMapping.PAGE;
    private static final long MEGS = 2 << 20;
    private static final long GIG = 1 << 30;

    private final HostSpace space = HostSpace.window();

    private static int level(HostMapping mapping, long offset, boolean write) {
        long code = HostSpace.window().resolve(mapping.hva() + offset, write);
        assertThat(code).isNotEqualTo(HostPage.FAULT);
        assertThat(HostPage.hva(code)).isEqualTo((mapping.hva() + offset) & -PAGE);
        return HostPage.level(code);
    }

    @Test
    void onlyRangesInsideTheWindowAreUserRanges() {
        assertThat(space.isUserRange(MEGS, Window.size() - MEGS)).isTrue();
        assertThat(space.isUserRange(MEGS, Window.size() - MEGS + 1)).isFalse();
        assertThat(space.isUserRange(0, PAGE)).isFalse();
        assertThat(space.isUserRange(-PAGE, PAGE)).isFalse();
        assertThat(space.isUserRange(Window.size(), 0)).isTrue();
        assertThat(space.isUserRange(Window.size(), 1)).isFalse();
        assertThat(space.isUserRange(MEGS, Long.MAX_VALUE)).isFalse();
        assertThat(space.isUserRange(MEGS, -1)).isFalse();
    }

    @Test
    void nothingIsResolvedOutsideMappings() {
        try (HostMapping mapping = HostMapping.anonymous(3 * PAGE)) {
            assertThat(space.resolve(mapping.hva() + 3 * PAGE, false)).isEqualTo(HostPage.FAULT);
            assertThat(space.resolve(mapping.hva() - 1, false)).isEqualTo(HostPage.FAULT);
            assertThat(space.resolve(0, false)).isEqualTo(HostPage.FAULT);
            assertThat(space.resolve(-PAGE, false)).isEqualTo(HostPage.FAULT);
            assertThat(space.resolve(Window.size(), false)).isEqualTo(HostPage.FAULT);
            assertThat(HostPage.hva(space.resolve(mapping.hva() + PAGE + 5, false)))
                    .isEqualTo(mapping.hva() + PAGE);
        }
    }

    @Test
    void leavesAreAsLargeAsWhatIsWhollyThere() {
        try (HostMapping mapping = HostMapping.anonymous(GIG + MEGS + PAGE)) {
            assertThat(level(mapping, 5 * PAGE, true)).isEqualTo(HostPage.LEVEL_1G);
            assertThat(level(mapping, GIG, true)).isEqualTo(HostPage.LEVEL_2M);
            assertThat(level(mapping, GIG + MEGS, true)).isEqualTo(HostPage.LEVEL_4K);
        }
    }

    @Test
    void onePageThatIsOtherwiseBreaksItsLargeLeavesUntilItIsPlainAgain() {
        try (HostMapping mapping = HostMapping.anonymous(GIG)) {
            mapping.protect(MEGS, PAGE, PageAccess.READ);
            assertThat(level(mapping, MEGS, false)).isEqualTo(HostPage.LEVEL_4K);
            assertThat(level(mapping, MEGS + PAGE, true)).isEqualTo(HostPage.LEVEL_4K);
            assertThat(level(mapping, 0, true)).isEqualTo(HostPage.LEVEL_2M);
            mapping.protect(MEGS, PAGE, PageAccess.READ_WRITE);
            assertThat(level(mapping, MEGS, true)).isEqualTo(HostPage.LEVEL_1G);
            mapping.unmap(0, PAGE);
            assertThat(level(mapping, PAGE, true)).isEqualTo(HostPage.LEVEL_4K);
            assertThat(level(mapping, MEGS, true)).isEqualTo(HostPage.LEVEL_2M);
        }
    }

    @Test
    void pagesThatAreAllReadOnlyMakeALargeLeafToo() {
        try (HostMapping mapping = HostMapping.anonymous(2 * MEGS)) {
            mapping.protect(0, MEGS, PageAccess.READ);
            long code = space.resolve(mapping.hva(), false);
            assertThat(HostPage.level(code)).isEqualTo(HostPage.LEVEL_2M);
            assertThat(HostPage.isWritable(code)).isFalse();
            mapping.protect(PAGE, PAGE, PageAccess.NONE);
            assertThat(level(mapping, 0, false)).isEqualTo(HostPage.LEVEL_4K);
        }
    }

    @Test
    void pagedMappingsGrowToLargeLeavesPageByPage() {
        try (HostMapping mapping = HostMapping.of(MEGS).pagedBy((offset, page) -> {}).map()) {
            for (long offset = 0; offset < MEGS - PAGE; offset += PAGE) {
                assertThat(level(mapping, offset, true)).isEqualTo(HostPage.LEVEL_4K);
            }
            assertThat(level(mapping, MEGS - PAGE, true)).isEqualTo(HostPage.LEVEL_2M);
        }
    }

    @Test
    void retainedMappingsCannotBeClosed() {
        HostMapping one = HostMapping.anonymous(MEGS);
        HostMapping two = HostMapping.anonymous(MEGS);
        long start = Math.min(one.hva(), two.hva());
        long bytes = Math.max(one.hva(), two.hva()) + PAGE - start;
        space.retain(start, bytes);
        space.retain(start, bytes);
        space.release(start, bytes);
        for (HostMapping mapping : new HostMapping[] {one, two}) {
            assertThatThrownBy(mapping::close).isInstanceOf(IllegalStateException.class);
            assertThat(space.resolve(mapping.hva(), true)).isNotEqualTo(HostPage.FAULT);
        }
        space.release(start, bytes);
        assertThatThrownBy(() -> space.release(start, bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("released");
        one.close();
        two.close();
    }

    @Test
    void whatIsMappedAfterTheRetainIsNotReleasedByItsRelease() {
        HostMapping probe = HostMapping.anonymous(MEGS);
        long start = probe.hva();
        probe.close();
        space.retain(start, MEGS);
        try (HostMapping mapping = HostMapping.anonymous(MEGS)) {
            assertThat(mapping.hva()).isEqualTo(start);
            mapping.retain();
            space.release(start, MEGS);
            assertThatThrownBy(mapping::close).isInstanceOf(IllegalStateException.class);
            mapping.release();
        }
    }

    @Test
    void whoRetainsARangeHoldsWhatIsThereUntilTheLastOneOfItIsReleased() {
        HostMapping probe = HostMapping.anonymous(MEGS);
        long start = probe.hva();
        probe.close();
        space.retain(start, MEGS); // nothing is there
        HostMapping mapping = HostMapping.anonymous(MEGS);
        assertThat(mapping.hva()).isEqualTo(start);
        space.retain(start, MEGS);
        space.release(start, MEGS);
        assertThatThrownBy(mapping::close).isInstanceOf(IllegalStateException.class);
        space.release(start, MEGS);
        mapping.close();
    }

    @Test
    void leavingNotifierHearsTheEndOfWhatItHeardTheStartOf() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeGuest guest = new FakeGuest();
        try (HostMapping mapping = HostMapping.of(PAGE).swappedBy((offset, page) -> {}).map()) {
            Thread change =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            mapping.evictPage(
                                                    0,
                                                    (offset, page) -> {
                                                        started.countDown();
                                                        awaitQuietly(goOn);
                                                    });
                                        } catch (IOException e) {
                                            throw new AssertionError(e);
                                        }
                                    });
            started.await();
            Thread leave = Thread.ofPlatform().start(guest::close);
            while (leave.getState() != Thread.State.WAITING) {
                assertThat(leave.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            goOn.countDown();
            leave.join();
            change.join();
        }
        assertThat(guest.isIdle()).isTrue();
        assertThat(guest.takeHeard()).hasSize(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void notifierThatLeavesTwiceIsRefused() {
        FakeGuest guest = new FakeGuest();
        guest.close();
        assertThatThrownBy(() -> space.removeNotifier(guest))
                .isInstanceOf(IllegalStateException.class);
    }
}
