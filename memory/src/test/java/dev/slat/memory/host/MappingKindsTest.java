package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

class MappingKindsTest {
    @TempDir Path folder;

    private Path file(int pages) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(pages * 4096).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < pages; i++) {
            bytes.putLong(i * 4096, 100 + i);
        }
        return Files.write(folder.resolve("file"), bytes.array());
    }

    private static long word(Path file, int page) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        return bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(page * 4096);
    }

    @Test
    void storesToASharedFileReachTheFile() throws IOException {
        Path file = file(3);
        try (HostMapping mapping = HostMapping.sharedFile(file)) {
            assertThat(mapping.size()).isEqualTo(3 * 4096);
            assertThat(Window.getLong(mapping.hva() + 4096)).isEqualTo(101);
            Window.putLong(mapping.hva() + 4096, 7);
            assertThat(word(file, 1)).isEqualTo(7);
        }
    }

    @Test
    void storesToAPrivateFileStayInMemory() throws IOException {
        Path file = file(3);
        try (HostMapping mapping = HostMapping.privateFile(file)) {
            assertThat(Window.getLong(mapping.hva() + 4096)).isEqualTo(101);
            Window.putLong(mapping.hva() + 4096, 7);
            assertThat(Window.getLong(mapping.hva() + 4096)).isEqualTo(7);
            assertThat(word(file, 1)).isEqualTo(101);
        }
    }

    @Test
    void partOfAFileIsMappedFromItsOffset() throws IOException {
        try (HostMapping mapping = HostMapping.of(4096).sharedFile(file(3), 8192).map()) {
            assertThat(Window.getLong(mapping.hva())).isEqualTo(102);
        }
    }

    @Test
    void lastPageOfAFileIsZeroBeyondItsEnd() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[] {1, 2, 3});
        try (HostMapping mapping = HostMapping.privateFile(file)) {
            assertThat(mapping.size()).isEqualTo(4096);
            assertThat(Window.getInt(mapping.hva())).isEqualTo(0x030201);
            assertThat(Window.getLong(mapping.hva() + 4088)).isZero();
        }
    }

    @Test
    void memfdIsZeroAndWritable() {
        try (HostMapping mapping = HostMapping.memfd("test", 8192)) {
            assertThat(Window.getLong(mapping.hva() + 4096)).isZero();
            Window.putLong(mapping.hva() + 4096, 7);
            assertThat(Window.getLong(mapping.hva() + 4096)).isEqualTo(7);
        }
    }

    @Test
    void closingGivesTheFileBack() throws IOException {
        Path file = file(2);
        HostMapping mapping = HostMapping.sharedFile(file);
        assertThat(isOpen(file)).isTrue();
        mapping.close();
        assertThat(isOpen(file)).isFalse();
        try (HostMapping next = HostMapping.anonymous(4096)) {
            assertThat(next.hva()).isEqualTo(mapping.hva());
            assertThat(Window.getLong(next.hva())).isZero();
        }
        assertThat(word(file, 0)).isEqualTo(100);
    }

    private static boolean isOpen(Path file) throws IOException {
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path number : numbers) {
                if (Files.isSymbolicLink(number)
                        && Files.readSymbolicLink(number).equals(file.toRealPath())) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void rangesThatAFileDoesNotHaveAreRefusedWithTheNumber() throws IOException {
        Path file = file(3);
        for (long offset : new long[] {-4096, 100, 3 * 4096, 4 * 4096}) {
            assertThatThrownBy(() -> HostMapping.of(4096).sharedFile(file, offset).map())
                    .isInstanceOfSatisfying(
                            HostRangeException.class, e -> assertThat(e.value()).isEqualTo(offset));
        }
        assertThatThrownBy(() -> HostMapping.of(4 * 4096).privateFile(file, 0).map())
                .isInstanceOf(HostRangeException.class)
                .hasMessageContaining("16384 bytes")
                .hasMessageContaining("has 12288");
        assertThat(isOpen(file)).isFalse();
    }

    @Test
    void filesThatCannotBeMappedAreRefusedWithTheirName() {
        assertThatThrownBy(() -> HostMapping.sharedFile(folder.resolve("absent")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> HostMapping.of(4096).sharedFile(folder, 0).map())
                .isInstanceOfSatisfying(
                        HostCallException.class, e -> assertThat(e.errno()).isEqualTo(21)) // EISDIR
                .hasMessageContaining(folder.toString());
    }

    @Test
    void sharedFileTakesNoPager() throws IOException {
        Path file = file(1);
        assertThatThrownBy(
                        () ->
                                HostMapping.of(4096)
                                        .sharedFile(file, 0)
                                        .pagedBy((offset, page) -> {})
                                        .map())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pager");
        assertThat(isOpen(file)).isFalse();
    }

    @Test
    void largeMappingsAreAlignedForLargeLeaves() {
        try (HostMapping small = HostMapping.of(4096).hugePages(false).map();
                HostMapping large = HostMapping.anonymous(1 << 30);
                HostMapping behind = HostMapping.anonymous(2 << 20)) {
            assertThat(small.hva() % (2 << 20)).isZero();
            assertThat(large.hva() % (1 << 30)).isZero();
            // The room before the large one is not lost.
            assertThat(behind.hva()).isLessThan(large.hva());
        }
    }
}
