package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What pinned pages are spared, and what they are not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PinTest {
    private static final long PAGE = HostMapping.PAGE;
    private static final int PAGES = 4;

    private final HostSpace space = HostSpace.window();

    @TempDir Path folder;

    private static long word(HostMapping mapping, int page) {
        return Window.getLong(HostPage.hva(mapping.resolve(page * PAGE, false)));
    }

    private static void touch(HostMapping mapping, int page, long word) {
        Window.putLong(HostPage.hva(mapping.resolve(page * PAGE, true)), word);
    }

    private static boolean isPresent(HostMapping mapping, int page) {
        return mapping.peekPage(page * PAGE, MemorySegment.ofArray(new byte[(int) PAGE]));
    }

    private static boolean evict(HostMapping mapping, int page) throws IOException {
        return mapping.evictPage(page * PAGE, (offset, bytes) -> {});
    }

    @Test
    void pagesArePopulatedBeforePinReturns() {
        List<Long> asked = new ArrayList<>();
        try (HostMapping mapping =
                HostMapping.of(PAGES * PAGE).pagedBy((offset, page) -> asked.add(offset)).map()) {
            space.pin(mapping.hva() + PAGE, 2 * PAGE);
            assertThat(asked).containsExactly(PAGE, 2 * PAGE);
            assertThat(isPresent(mapping, 1)).isTrue();
            assertThat(isPresent(mapping, 3)).isFalse();
            space.unpin(mapping.hva() + PAGE, 2 * PAGE);
        }
    }

    @Test
    void swappingLeavesThemUntilTheLastPinIsGone() throws IOException {
        try (SwapFile file = SwapFile.create(folder.resolve("swap"), 16)) {
            Swapper swapper = new Swapper(file);
            try (HostMapping mapping = HostMapping.of(PAGES * PAGE).swappedBy(swapper).map()) {
                touch(mapping, 1, 7);
                space.pin(mapping.hva(), 2 * PAGE);
                space.pin(mapping.hva() + PAGE, 2 * PAGE);
                assertThat(swapper.swapOut(mapping, PAGE)).isFalse();
                space.unpin(mapping.hva(), 2 * PAGE);
                assertThat(swapper.swapOut(mapping, 0)).isTrue();
                assertThat(swapper.swapOut(mapping, PAGE)).as("still pinned once").isFalse();
                assertThat(swapper.swapOut(mapping, 3 * PAGE)).as("never pinned").isTrue();
                space.unpin(mapping.hva() + PAGE, 2 * PAGE);
                assertThat(swapper.swapOut(mapping, PAGE)).isTrue();
                assertThat(word(mapping, 1)).isEqualTo(7);
            }
        }
    }

    @Test
    void mergingLeavesThemAndWhatWasMergedIsCopied() {
        try (PageMerger merger = new PageMerger()) {
            try (HostMapping mapping = HostMapping.of(PAGES * PAGE).hugePages(false).map()) {
                for (int page = 0; page < PAGES; page++) {
                    touch(mapping, page, page < 3 ? 5 : 0); // the last is a page of zeros
                }
                merger.add(mapping);
                space.pin(mapping.hva() + 2 * PAGE, 2 * PAGE);
                merger.scan();
                assertThat(merger.scan()).as("two equal ones that are not pinned").isEqualTo(2);
                assertThat(merger.sharedPages()).isEqualTo(2);
                space.pin(mapping.hva(), PAGE);
                assertThat(merger.sharedPages()).as("a pinned page is its own").isEqualTo(1);
                assertThat(word(mapping, 0)).isEqualTo(5);
                assertThat(mapping.discardZeroPage(3 * PAGE)).isFalse();
                space.unpin(mapping.hva(), PAGE);
                space.unpin(mapping.hva() + 2 * PAGE, 2 * PAGE);
                assertThat(mapping.discardZeroPage(3 * PAGE)).isTrue();
            }
        }
    }

    @Test
    void ownerMayStillDiscardReplaceProtectAndUnmap() {
        try (HostMapping mapping = HostMapping.anonymous(PAGES * PAGE)) {
            touch(mapping, 0, 7);
            space.pin(mapping.hva(), PAGES * PAGE);
            mapping.discard(0, PAGE);
            assertThat(word(mapping, 0)).isZero();
            byte[] contents = new byte[(int) PAGE];
            contents[0] = 9;
            assertThat(mapping.replacePage(0, MemorySegment.ofArray(contents))).isTrue();
            assertThat(word(mapping, 0)).isEqualTo(9);
            mapping.protect(0, PAGE, PageAccess.READ);
            assertThat(mapping.resolve(0, true)).isEqualTo(HostPage.FAULT);
            mapping.unmap(0, PAGE);
            assertThat(mapping.resolve(0, false)).isEqualTo(HostPage.FAULT);
            space.unpin(mapping.hva(), PAGES * PAGE);
        }
    }

    @Test
    void readOnlyPagesArePinnedForReadingAndHiddenOnesAreNot() throws IOException {
        try (HostMapping mapping =
                HostMapping.of(PAGES * PAGE).pagedBy((offset, page) -> {}).map()) {
            mapping.protect(0, PAGE, PageAccess.READ);
            mapping.protect(PAGE, PAGE, PageAccess.NONE);
            space.pin(mapping.hva(), PAGE);
            assertThat(evict(mapping, 0)).isFalse();
            assertRefused(() -> space.pin(mapping.hva(), 2 * PAGE));
            space.unpin(mapping.hva(), PAGE);
            assertThat(evict(mapping, 0)).isTrue();
        }
    }

    @Test
    void pageThatCannotBeBroughtUndoesAllPins() throws IOException {
        for (int failing = 0; failing < PAGES; failing++) {
            for (Throwable failure :
                    new Throwable[] {
                        new IOException("injected"), new OutOfMemoryError("injected")
                    }) {
                pinFailsAt(failing, failure);
            }
        }
    }

    private void pinFailsAt(int failing, Throwable failure) throws IOException {
        boolean[] fails = {true};
        Pager pager =
                (offset, page) -> {
                    if (fails[0] && offset == failing * PAGE) {
                        if (failure instanceof IOException e) {
                            throw e;
                        }
                        throw (Error) failure;
                    }
                };
        try (HostMapping mapping = HostMapping.of(PAGES * PAGE).pagedBy(pager).map()) {
            Runnable pin = () -> space.pin(mapping.hva(), PAGES * PAGE);
            if (failure instanceof Error) {
                assertThatThrownBy(pin::run).isSameAs(failure);
            } else {
                assertRefused(pin);
            }
            for (int page = 0; page < PAGES; page++) {
                assertThat(evict(mapping, page)).as("page %d", page).isEqualTo(page < failing);
            }
            assertThatThrownBy(() -> space.unpin(mapping.hva(), PAGES * PAGE))
                    .isInstanceOf(IllegalStateException.class);
            fails[0] = false;
            pin.run();
            assertThat(evict(mapping, failing)).isFalse();
            space.unpin(mapping.hva(), PAGES * PAGE);
        }
    }

    @Test
    void rangeThatIsNotMappedAllOverIsRefusedAndNothingIsPinned() throws IOException {
        try (HostMapping mapping =
                HostMapping.of(PAGES * PAGE).pagedBy((offset, page) -> {}).map()) {
            touch(mapping, 0, 1);
            assertRefused(() -> space.pin(mapping.hva(), (PAGES + 1) * PAGE));
            assertRefused(() -> space.pin(mapping.hva() - (2 << 20), (2 << 20) + PAGE));
            assertThat(evict(mapping, 0)).isTrue();
        }
    }

    @Test
    void pinWaitsForAPageOnItsWayOutAndBringsItBack() throws Exception {
        CountDownLatch leaving = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (HostMapping mapping =
                HostMapping.of(PAGES * PAGE).pagedBy((offset, page) -> {}).map()) {
            touch(mapping, 1, 7);
            Thread evictor =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            mapping.evictPage(
                                                    PAGE,
                                                    (offset, bytes) -> {
                                                        leaving.countDown();
                                                        awaitQuietly(go);
                                                    });
                                        } catch (IOException e) {
                                            throw new AssertionError(e);
                                        }
                                    });
            leaving.await();
            Thread pinner = Thread.ofPlatform().start(() -> space.pin(mapping.hva(), PAGES * PAGE));
            assertThat(pinner.join(Duration.ofMillis(50))).isFalse();
            go.countDown();
            pinner.join();
            evictor.join();
            assertThat(isPresent(mapping, 1)).isTrue();
            assertThat(evict(mapping, 1)).isFalse();
            space.unpin(mapping.hva(), PAGES * PAGE);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        GuestMemoryException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.EFAULT));
    }
}
