package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

class PageChangesTest {
    private static final long PAGE = HostMapping.PAGE;

    @TempDir Path folder;

    private final FakeGuest guest = new FakeGuest();

    @AfterEach
    void everyStartHadItsEnd() {
        assertThat(guest.isIdle()).isTrue();
        guest.close();
    }

    private static MemorySegment page(long word) {
        MemorySegment page = MemorySegment.ofArray(new long[512]);
        page.set(ValueLayout.JAVA_LONG, 0, word);
        return page;
    }

    private static long resolve(HostMapping mapping, long offset, boolean write) {
        return HostSpace.window().resolve(mapping.hva() + offset, write);
    }

    private void heardOnePair(HostMapping mapping, long offset, long length) {
        long start = mapping.hva() + offset;
        assertThat(guest.takeHeard()).isEqualTo(FakeGuest.pair(start, start + length));
    }

    @Test
    void discardedAnonymousPagesAreZeroAndTheirNeighboursStay() {
        try (HostMapping mapping = HostMapping.anonymous(4 * PAGE)) {
            for (int i = 0; i < 4; i++) {
                Window.putLong(mapping.hva() + i * PAGE, 7);
            }
            mapping.discard(PAGE, 2 * PAGE);
            heardOnePair(mapping, PAGE, 2 * PAGE);
            assertThat(Window.getLong(mapping.hva())).isEqualTo(7);
            assertThat(Window.getLong(mapping.hva() + PAGE)).isZero();
            assertThat(Window.getLong(mapping.hva() + 2 * PAGE)).isZero();
            assertThat(Window.getLong(mapping.hva() + 3 * PAGE)).isEqualTo(7);
            assertThat(HostPage.isWritable(resolve(mapping, PAGE, true))).isTrue();
        }
    }

    @Test
    void discardPunchesAHoleIntoASharedFileAndBringsBackAPrivateOne() throws IOException {
        byte[] ones = new byte[2 * (int) PAGE];
        Arrays.fill(ones, (byte) 1);
        Path file = Files.write(folder.resolve("file"), ones);
        try (HostMapping mapping = HostMapping.privateFile(file)) {
            Window.putByte(mapping.hva(), (byte) 2);
            mapping.discard(0, PAGE);
            assertThat(Window.getByte(mapping.hva())).isEqualTo((byte) 1);
        }
        try (HostMapping mapping = HostMapping.sharedFile(file)) {
            mapping.discard(PAGE, PAGE);
            assertThat(Window.getByte(mapping.hva())).isEqualTo((byte) 1);
            assertThat(Window.getByte(mapping.hva() + PAGE)).isZero();
        }
        assertThat(Files.readAllBytes(file)[(int) PAGE]).isZero();
        assertThat(Files.size(file)).isEqualTo(2 * PAGE);
    }

    @Test
    void protectedPagesFaultAsTheProtectionSays() {
        try (HostMapping mapping = HostMapping.anonymous(2 * PAGE)) {
            Window.putLong(mapping.hva(), 7);
            mapping.protect(0, PAGE, PageAccess.READ);
            heardOnePair(mapping, 0, PAGE);
            assertThat(resolve(mapping, 0, true)).isEqualTo(HostPage.FAULT);
            long code = resolve(mapping, 0, false);
            assertThat(HostPage.isWritable(code)).isFalse();
            assertThat(Window.getLong(HostPage.hva(code))).isEqualTo(7);
            mapping.protect(0, PAGE, PageAccess.NONE);
            assertThat(resolve(mapping, 0, false)).isEqualTo(HostPage.FAULT);
            assertThat(HostPage.isWritable(resolve(mapping, PAGE, false))).isTrue();
            mapping.protect(0, 2 * PAGE, PageAccess.READ_WRITE);
            assertThat(HostPage.isWritable(resolve(mapping, 0, true))).isTrue();
            assertThat(Window.getLong(mapping.hva())).isEqualTo(7);
        }
    }

    @Test
    void unmappedPagesFaultForGood() {
        try (HostMapping mapping = HostMapping.anonymous(3 * PAGE)) {
            mapping.unmap(PAGE, PAGE);
            heardOnePair(mapping, PAGE, PAGE);
            mapping.protect(0, 3 * PAGE, PageAccess.READ);
            mapping.discard(0, 3 * PAGE);
            assertThat(mapping.replacePage(PAGE, page(1))).isFalse();
            assertThat(resolve(mapping, PAGE, false)).isEqualTo(HostPage.FAULT);
            assertThat(resolve(mapping, 0, false)).isNotEqualTo(HostPage.FAULT);
            assertThat(resolve(mapping, 2 * PAGE, false)).isNotEqualTo(HostPage.FAULT);
        }
    }

    @Test
    void replacedPageHasTheOtherContentsAndKeepsItsProtection() {
        try (HostMapping mapping = HostMapping.anonymous(2 * PAGE)) {
            mapping.protect(0, PAGE, PageAccess.READ);
            guest.takeHeard();
            assertThat(mapping.replacePage(0, page(7))).isTrue();
            heardOnePair(mapping, 0, PAGE);
            assertThat(Window.getLong(mapping.hva())).isEqualTo(7);
            assertThat(resolve(mapping, 0, true)).isEqualTo(HostPage.FAULT);
        }
    }

    @Test
    void failedChangeStillEndsItsInvalidationAndLeavesThePage() {
        try (HostMapping mapping = HostMapping.of(2 * PAGE).swappedBy((offset, page) -> {}).map()) {
            Window.putLong(mapping.hva(), 7);
            assertThatThrownBy(
                            () ->
                                    mapping.evictPage(
                                            0,
                                            (offset, page) -> {
                                                throw new IOException("disk full");
                                            }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk full");
            heardOnePair(mapping, 0, PAGE);
            assertThatThrownBy(
                            () ->
                                    mapping.evictPage(
                                            0,
                                            (offset, page) -> {
                                                throw new IllegalStateException("bug");
                                            }))
                    .hasMessage("bug");
            heardOnePair(mapping, 0, PAGE);
            assertThat(HostPage.isWritable(resolve(mapping, 0, true))).isTrue();
            assertThat(Window.getLong(mapping.hva())).isEqualTo(7);
        }
    }

    @Test
    void evictionNeedsAPager() {
        try (HostMapping mapping = HostMapping.anonymous(PAGE)) {
            assertThatThrownBy(() -> mapping.evictPage(0, (offset, page) -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("pager");
        }
    }

    @Test
    void closingIsAnInvalidationOfTheWholeMapping() {
        HostMapping mapping = HostMapping.anonymous(3 * PAGE);
        mapping.close();
        heardOnePair(mapping, 0, 3 * PAGE);
        assertThat(resolve(mapping, 0, false)).isEqualTo(HostPage.FAULT);
        assertThatThrownBy(() -> mapping.discard(0, PAGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(guest.takeHeard()).isEqualTo(List.of());
    }

    @Test
    void rangesThatAreNotPagesOfTheMappingAreRefusedBeforeAnybodyHears() {
        try (HostMapping mapping = HostMapping.anonymous(2 * PAGE)) {
            long[][] bad = {{-PAGE, PAGE}, {1, PAGE}, {2 * PAGE, PAGE}};
            for (long[] range : bad) {
                assertThatThrownBy(() -> mapping.discard(range[0], range[1]))
                        .isInstanceOfSatisfying(
                                HostRangeException.class,
                                e -> assertThat(e.value()).isEqualTo(range[0]));
            }
            for (long length : new long[] {0, -PAGE, 1, 3 * PAGE, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> mapping.protect(0, length, PageAccess.READ))
                        .isInstanceOfSatisfying(
                                HostRangeException.class,
                                e -> assertThat(e.value()).isEqualTo(length));
            }
            assertThatThrownBy(() -> mapping.replacePage(0, page(1).asSlice(8)))
                    .isInstanceOf(HostRangeException.class);
            assertThat(guest.takeHeard()).isEmpty();
        }
    }

    @Test
    void pagesAreYoungOnceTheyAreResolvedOrANotifierSaysSo() {
        try (HostMapping mapping = HostMapping.anonymous(100 * PAGE)) {
            assertThat(mapping.testYoung(0, 100 * PAGE)).isFalse();
            long unused = resolve(mapping, 70 * PAGE, false);
            assertThat(unused).isNotEqualTo(HostPage.FAULT);
            assertThat(mapping.testYoung(70 * PAGE, PAGE)).isTrue();
            assertThat(mapping.testYoung(0, 70 * PAGE)).isFalse();
            assertThat(mapping.testYoung(71 * PAGE, 29 * PAGE)).isFalse();
            assertThat(mapping.clearYoung(0, 100 * PAGE, false)).isTrue();
            assertThat(mapping.clearYoung(0, 100 * PAGE, false)).isFalse();
            guest.young = true;
            assertThat(mapping.testYoung(0, PAGE)).isTrue();
            assertThat(mapping.clearYoung(0, PAGE, true)).isTrue();
            assertThat(mapping.testYoung(0, PAGE)).isFalse();
        }
    }
}
