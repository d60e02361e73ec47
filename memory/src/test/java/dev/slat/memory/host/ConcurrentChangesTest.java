package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Changes of pages under threads that use them as a guest does. */
class ConcurrentChangesTest {
    private static final long PAGE = HostMapping.PAGE;
    private static final int PAGES = 16;
    private static final int ROUNDS = 1500;

    /** A page whose words are all the same is whole. */
    private static MemorySegment page(long word) {
        MemorySegment page = MemorySegment.ofArray(new byte[(int) PAGE]);
        for (long at = 0; at < PAGE; at += 8) {
            page.set(ValueLayout.JAVA_LONG_UNALIGNED, at, word);
        }
        return page;
    }

    private static boolean isWhole(long hva) {
        long first = Window.getLong(hva);
        for (long at = 8; at < PAGE; at += 8) {
            if (Window.getLong(hva + at) != first) {
                return false;
            }
        }
        return true;
    }

    @Test
    void readersNeverSeeHalfAPageWhileItIsDiscardedReplacedProtectedAndPaged() throws Exception {
        AtomicLong bad = new AtomicLong();
        AtomicLong good = new AtomicLong();
        Pager pager =
                (offset, bytes) -> {
                    if (offset % (5 * PAGE) == 0 && good.get() % 7 == 0) {
                        throw new IOException("now and then");
                    }
                    bytes.copyFrom(page(offset + 1));
                };
        try (FakeGuest guest = new FakeGuest();
                HostMapping mapping = HostMapping.of(PAGES * PAGE).pagedBy(pager).map();
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> changer = threads.submit(() -> changeAtRandom(mapping, 1));
            Future<?> other = threads.submit(() -> changeAtRandom(mapping, 2));
            Future<?> reader =
                    threads.submit(
                            () -> {
                                Random random = new Random(3);
                                while (!changer.isDone() || !other.isDone()) {
                                    long at = mapping.hva() + random.nextInt(PAGES) * PAGE;
                                    guest.access(
                                            at,
                                            false,
                                            hva -> (isWhole(hva) ? good : bad).incrementAndGet());
                                }
                            });
            changer.get();
            other.get();
            reader.get();
            assertThat(guest.isIdle()).isTrue();
        }
        assertThat(bad).hasValue(0);
        assertThat(good.get()).isPositive();
    }

    private static void changeAtRandom(HostMapping mapping, int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            int first = random.nextInt(PAGES);
            long offset = first * PAGE;
            long length = (1 + random.nextInt(PAGES - first)) * PAGE;
            switch (random.nextInt(4)) {
                case 0 -> mapping.discard(offset, length);
                case 1 -> assertThat(mapping.replacePage(offset, page(i))).isTrue();
                case 2 -> mapping.protect(offset, length, PageAccess.READ);
                default -> mapping.protect(offset, length, PageAccess.READ_WRITE);
            }
        }
    }

    /** Each writer counts up words of its own; one lost store makes it stop. */
    private static long countUp(FakeGuest guest, HostMapping mapping, int writer, Future<?> until) {
        long lost = 0;
        long[] counts = new long[PAGES];
        Random random = new Random(writer);
        while (!until.isDone()) {
            int page = random.nextInt(PAGES);
            long at = 8L * writer;
            long expected = counts[page]++;
            long[] found = {-1};
            guest.access(
                    mapping.hva() + page * PAGE,
                    true,
                    hva -> {
                        found[0] = Window.getLong(hva + at);
                        Window.putLong(hva + at, expected + 1);
                    });
            lost += found[0] == expected ? 0 : 1;
        }
        return lost;
    }

    @Test
    void storesAreNotLostWhilePagesAreSwappedOutAndMerged() throws Exception {
        Path path = Files.createTempFile("swap", "");
        Files.delete(path);
        try (FakeGuest guest = new FakeGuest();
                SwapFile file = SwapFile.create(path, 64);
                PageMerger merger = new PageMerger();
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Swapper swapper = new Swapper(file);
            try (HostMapping mapping = HostMapping.of(PAGES * PAGE).swappedBy(swapper).map()) {
                merger.add(mapping);
                Future<?> changer =
                        threads.submit(
                                () -> {
                                    Random random = new Random(1);
                                    for (int i = 0; i < ROUNDS; i++) {
                                        swapper.swapOut(mapping, random.nextInt(PAGES) * PAGE);
                                        if (i % 4 == 0) {
                                            merger.scan();
                                        }
                                    }
                                    return null;
                                });
                Future<Long> one = threads.submit(() -> countUp(guest, mapping, 0, changer));
                Future<Long> two = threads.submit(() -> countUp(guest, mapping, 1, changer));
                changer.get();
                assertThat(one.get()).isZero();
                assertThat(two.get()).isZero();
                assertThat(guest.isIdle()).isTrue();
            }
        }
    }

    @Test
    void storesAreNotLostWhileTheirPageIsSharedAgainAndAgain() throws Exception {
        try (FramePool pool = FramePool.create();
                FakeGuest guest = new FakeGuest();
                HostMapping mapping = HostMapping.anonymous(PAGES * PAGE);
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            AtomicLong shared = new AtomicLong();
            Future<?> sharer =
                    threads.submit(
                            () -> {
                                MemorySegment copy = MemorySegment.ofArray(new byte[(int) PAGE]);
                                for (int i = 0; i < 4 * ROUNDS; i++) {
                                    long offset = i % PAGES * PAGE;
                                    assertThat(mapping.peekPage(offset, copy)).isTrue();
                                    Frame frame = pool.frame(copy);
                                    if (mapping.sharePage(offset, frame)) {
                                        shared.incrementAndGet();
                                    }
                                    frame.release();
                                }
                            });
            Future<Long> one = threads.submit(() -> countUp(guest, mapping, 0, sharer));
            Future<Long> two = threads.submit(() -> countUp(guest, mapping, 1, sharer));
            sharer.get();
            assertThat(one.get()).isZero();
            assertThat(two.get()).isZero();
            assertThat(shared.get()).isPositive();
            mapping.discard(0, mapping.size());
            assertThat(pool.size()).isZero();
        }
    }
}
