package dev.slat.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ImageCacheTest {
    @TempDir Path folder;
    private Path kernel;

    @BeforeEach
    void fill() throws IOException {
        kernel = Files.writeString(folder.resolve("vmlinux-1"), "kernel");
        Path initramfs = Files.writeString(folder.resolve("initramfs-1.cpio"), "files");
        new Manifest(
                        "1",
                        Manifest.Entry.of(kernel),
                        Manifest.Entry.of(initramfs),
                        List.of("linux 1 abc"))
                .write(folder);
    }

    private ImageCache cache() {
        return ImageCache.in(folder);
    }

    @Test
    void findsAWholeImageWithoutFetching() throws Exception {
        GuestImage image = cache().get(Progress.none());

        assertThat(image.kernel()).isEqualTo(kernel);
        assertThat(image.release()).isEqualTo("1");
        assertThat(image.packages()).containsExactly("linux 1 abc");
    }

    @Test
    void countsAsEmptyWhenAFileIsGone() throws Exception {
        Files.delete(kernel);
        assertThat(cache().cached()).isEmpty();
    }

    @Test
    void countsAsEmptyWhenAByteHasChanged() throws Exception {
        Files.writeString(kernel, "kernal");
        assertThat(cache().cached()).isEmpty();
    }

    @Test
    void countsAsEmptyWhenAFileIsShort() throws Exception {
        Files.writeString(kernel, "kern");
        assertThat(cache().cached()).isEmpty();
    }

    @Test
    void countsAsEmptyWhateverTheManifestLost() throws Exception {
        Path manifest = folder.resolve("manifest");
        String whole = Files.readString(manifest);
        for (int length = 0; length < whole.length() - 1; length++) {
            Files.writeString(manifest, whole.substring(0, length));
            assertThat(cache().cached()).as("first %d characters", length).isEmpty();
        }
    }

    @Test
    void countsAsEmptyWhenTheManifestIsNoText() throws Exception {
        Files.write(folder.resolve("manifest"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        assertThat(cache().cached()).isEmpty();
    }

    @Test
    void isEmptyWhereThereIsNoFolder() throws Exception {
        assertThat(ImageCache.in(folder.resolve("none")).cached()).isEmpty();
    }

    @Test
    void sweepsOldImagesAndNothingElse() throws Exception {
        Files.writeString(folder.resolve("initramfs-0.cpio"), "");
        Files.createDirectories(folder.resolve("work-1/deep"));
        Files.writeString(folder.resolve("notes"), "");

        ImageCache.sweep(folder, java.util.Set.of("vmlinux-1", "initramfs-1.cpio"));

        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "vmlinux-1", "initramfs-1.cpio", "manifest", "notes");
        }
    }

    @Test
    void followsTheXdgRules() {
        assertThat(ImageCache.ofUser(Map.of("XDG_CACHE_HOME", "/x")).folder())
                .isEqualTo(Path.of("/x/slat"));
        Path standard = Path.of(System.getProperty("user.home"), ".cache", "slat");
        assertThat(ImageCache.ofUser(Map.of()).folder()).isEqualTo(standard);
        assertThat(ImageCache.ofUser(Map.of("XDG_CACHE_HOME", "")).folder()).isEqualTo(standard);
        assertThat(ImageCache.ofUser(Map.of("XDG_CACHE_HOME", "a/b")).folder()).isEqualTo(standard);
    }
}
