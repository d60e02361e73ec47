package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Working set, merging and swap, against real mappings. */
class MemoryUsesTest {
    private static final long PAGE = HostMapping.PAGE;

    @TempDir Path folder;

    private static void touch(HostMapping mapping, int page, long word) {
        long code = mapping.resolve(page * PAGE, true);
        assertThat(HostPage.isWritable(code)).isTrue();
        Window.putLong(HostPage.hva(code), word);
    }

    private static long word(HostMapping mapping, int page) {
        long code = mapping.resolve(page * PAGE, false);
        assertThat(code).isNotEqualTo(HostPage.FAULT);
        return Window.getLong(HostPage.hva(code));
    }

    @Test
    void workingSetIsWhatWasUsedInTheLastSamples() {
        try (HostMapping mapping = HostMapping.anonymous(7 * PAGE)) {
            WorkingSet set = new WorkingSet(mapping, 2 * PAGE);
            assertThat(set.bytes(WorkingSet.OLDEST)).isZero();
            set.sample(true);
            touch(mapping, 0, 1);
            touch(mapping, 6, 1);
            set.sample(true);
            touch(mapping, 3, 1);
            set.sample(true);
            assertThat(set.age(0)).isEqualTo(1);
            assertThat(set.age(2 * PAGE + 5)).isZero();
            assertThat(set.age(6 * PAGE)).isEqualTo(1);
            assertThat(set.bytes(1)).isEqualTo(2 * PAGE);
            assertThat(set.bytes(2)).isEqualTo(5 * PAGE); // the last part has one page
            List<String> cold = new ArrayList<>();
            set.forEachCold(2, (offset, length) -> cold.add(offset + "+" + length));
            assertThat(cold).containsExactly("16384+8192");
        }
    }

    @Test
    void workingSetStopsCountingAtTheOldestAge() {
        try (HostMapping mapping = HostMapping.anonymous(PAGE)) {
            WorkingSet set = new WorkingSet(mapping, PAGE);
            touch(mapping, 0, 1);
            for (int i = 0; i < 300; i++) {
                set.sample(false);
            }
            assertThat(set.age(0)).isEqualTo(WorkingSet.OLDEST);
            assertThatThrownBy(() -> new WorkingSet(mapping, 100))
                    .isInstanceOf(HostRangeException.class);
        }
    }

    @Test
    void equalPagesOfTwoMappingsShareOneFrameUntilOneIsWritten() {
        try (PageMerger merger = new PageMerger()) {
            try (HostMapping one = HostMapping.anonymous(4 * PAGE);
                    HostMapping two = HostMapping.of(4 * PAGE).hugePages(false).map()) {
                for (int page = 0; page < 3; page++) {
                    touch(one, page, 100 + page);
                    touch(two, page, 100 + page);
                }
                touch(two, 3, 1000);
                touch(one, 3, 2000);
                merger.add(one);
                merger.add(two);
                assertThat(merger.scan()).isZero(); // only what stays the same is taken
                assertThat(merger.scan()).isEqualTo(6);
                assertThat(merger.frames()).isEqualTo(3);
                assertThat(merger.sharedPages()).isEqualTo(6);
                assertThat(merger.scan()).isZero();
                touch(one, 0, 7);
                assertThat(word(one, 0)).isEqualTo(7);
                assertThat(word(two, 0)).isEqualTo(100);
                assertThat(merger.sharedPages()).isEqualTo(5);
                touch(two, 0, 8);
                assertThat(merger.scan()).isZero();
                assertThat(merger.frames()).isEqualTo(2);
            }
            assertThat(merger.sharedPages()).isZero();
        }
    }

    @Test
    void equalPageThatComesLaterJoinsTheFrame() {
        try (PageMerger merger = new PageMerger();
                HostMapping mapping = HostMapping.anonymous(3 * PAGE)) {
            merger.add(mapping);
            touch(mapping, 0, 5);
            touch(mapping, 1, 5);
            touch(mapping, 2, 6);
            merger.scan();
            assertThat(merger.scan()).isEqualTo(2);
            touch(mapping, 2, 5);
            assertThat(merger.scan()).isZero();
            assertThat(merger.scan()).isEqualTo(1);
            assertThat(merger.frames()).isEqualTo(1);
            mapping.discard(0, 3 * PAGE);
        }
    }

    @Test
    void pagesOfZerosNeedNoFrame() {
        try (PageMerger merger = new PageMerger();
                HostMapping mapping = HostMapping.anonymous(2 * PAGE)) {
            merger.add(mapping);
            touch(mapping, 0, 5);
            touch(mapping, 0, 0);
            touch(mapping, 1, 0);
            merger.scan();
            merger.scan();
            assertThat(merger.frames()).isZero();
            assertThat(HostPage.isWritable(mapping.resolve(0, false))).isTrue();
            assertThat(merger.scan()).isZero();
        }
    }

    @Test
    void coldPagesGoToTheFileAndComeBackWhenUsed() throws IOException {
        Path path = folder.resolve("swap");
        try (SwapFile file = SwapFile.create(path, 100)) {
            Swapper swapper = new Swapper(file);
            try (HostMapping mapping = HostMapping.of(8 * PAGE).swappedBy(swapper).map()) {
                WorkingSet set = new WorkingSet(mapping, PAGE);
                set.sample(true);
                for (int page = 0; page < 8; page++) {
                    touch(mapping, page, 50 + page);
                }
                set.sample(true);
                touch(mapping, 2, 99);
                set.sample(true);
                assertThat(swapper.swapOutCold(mapping, set, 1, 5)).isEqualTo(5);
                assertThat(swapper.swapOutCold(mapping, set, 1, 100)).isEqualTo(2);
                assertThat(file.size()).isEqualTo(7);
                assertThat(swapper.swapOut(mapping, 0)).isFalse(); // it is out
                assertThat(Window.getLong(mapping.hva())).isZero(); // its memory is given back
                for (int page = 0; page < 8; page++) {
                    assertThat(word(mapping, page)).isEqualTo(page == 2 ? 99 : 50 + page);
                }
                assertThat(file.size()).isZero();
            }
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void discardedPagesLeaveTheSwapFileAndAreZero() throws IOException {
        try (SwapFile file = SwapFile.create(folder.resolve("swap"), 100)) {
            Swapper swapper = new Swapper(file);
            try (HostMapping mapping = HostMapping.of(4 * PAGE).swappedBy(swapper).map()) {
                for (int page = 0; page < 3; page++) {
                    touch(mapping, page, 7);
                    assertThat(swapper.swapOut(mapping, page * PAGE)).isTrue();
                }
                mapping.discard(0, 2 * PAGE);
                assertThat(file.size()).isEqualTo(1);
                assertThat(word(mapping, 1)).isZero();
                assertThat(word(mapping, 2)).isEqualTo(7);
            }
        }
    }

    @Test
    void pageStaysWhenTheFileIsFull() throws IOException {
        try (SwapFile file = SwapFile.create(folder.resolve("swap"), 1)) {
            Swapper swapper = new Swapper(file);
            try (HostMapping mapping = HostMapping.of(2 * PAGE).swappedBy(swapper).map()) {
                touch(mapping, 0, 7);
                touch(mapping, 1, 8);
                assertThat(swapper.swapOut(mapping, 0)).isTrue();
                assertThatThrownBy(() -> swapper.swapOut(mapping, PAGE))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("full: 1 pages");
                assertThat(word(mapping, 1)).isEqualTo(8);
                mapping.discard(0, PAGE);
                assertThat(file.size()).isZero();
                assertThat(word(mapping, 0)).isZero();
                assertThat(swapper.swapOut(mapping, PAGE)).isTrue();
            }
        }
    }

    @Test
    void swapperOverAPagerAsksItOnlyForPagesThatAreNotInTheFile() throws IOException {
        List<Long> asked = new ArrayList<>();
        try (SwapFile file = SwapFile.create(folder.resolve("swap"), 10)) {
            Swapper swapper = new Swapper(file, (offset, page) -> asked.add(offset));
            try (HostMapping mapping = HostMapping.of(2 * PAGE).pagedBy(swapper).map()) {
                touch(mapping, 1, 7);
                assertThat(swapper.swapOut(mapping, PAGE)).isTrue();
                assertThat(word(mapping, 1)).isEqualTo(7);
                assertThat(asked).containsExactly(PAGE);
            }
        }
    }

    @Test
    void existingFileIsNotTakenForSwap() throws IOException {
        Path path = Files.writeString(folder.resolve("mine"), "precious");
        assertThatThrownBy(() -> SwapFile.create(path, 10))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(path).hasContent("precious");
    }
}
