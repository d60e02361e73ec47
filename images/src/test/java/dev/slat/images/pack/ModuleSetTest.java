package dev.slat.images.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class ModuleSetTest {
    @TempDir Path folder;
    private final Map<String, Path> files = new HashMap<>();

    private void module(String path, byte[] content) throws IOException {
        Path file = folder.resolve("file" + files.size());
        try (var out = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options(0))) {
            out.write(content);
        }
        files.put(path, file);
    }

    @Test
    void takesAModuleWithAllThatItNeedsAndNothingElse() throws IOException {
        module(
                "kernel/net/virtio_net.ko.xz",
                TinyModule.with("license=GPL", "depends=net_failover"));
        module("kernel/net/net_failover.ko.xz", TinyModule.with("depends=failover"));
        module("kernel/net/failover.ko.xz", TinyModule.with("depends="));
        module("kernel/sound/loud.ko.xz", TinyModule.with("depends="));

        var set = new ModuleSet(files);

        assertThat(set.files().keySet())
                .containsExactly(
                        "kernel/net/failover.ko",
                        "kernel/net/net_failover.ko",
                        "kernel/net/virtio_net.ko");
        assertThat(set.dependencies().lines())
                .contains(
                        "kernel/net/virtio_net.ko: kernel/net/net_failover.ko"
                                + " kernel/net/failover.ko",
                        "kernel/net/failover.ko:");
    }

    @Test
    void loadsSoftDependenciesFirstAndListsAliases() throws IOException {
        byte[] content =
                TinyModule.with("depends=", "softdep=pre: crc32c-x post: late", "alias=fs-ext4");
        module("kernel/fs/ext4.ko.xz", content);
        module("kernel/lib/crc32c-x.ko.xz", TinyModule.with("depends="));

        var set = new ModuleSet(files);

        assertThat(set.dependencies()).contains("kernel/fs/ext4.ko: kernel/lib/crc32c-x.ko\n");
        assertThat(set.aliases()).isEqualTo("alias fs-ext4 ext4\n");
        assertThat(set.files().get("kernel/fs/ext4.ko")).isEqualTo(content);
    }

    @Test
    void endsOnModulesThatNeedEachOther() throws IOException {
        module("kernel/fs/ext4.ko.xz", TinyModule.with("depends=other"));
        module("kernel/fs/other.ko.xz", TinyModule.with("depends=ext4"));

        assertThat(new ModuleSet(files).dependencies().lines()).hasSize(2);
    }

    @Test
    void saysWhichModuleIsDamaged() throws IOException {
        byte[] content = TinyModule.with("depends=");
        module("kernel/fs/ext4.ko.xz", java.util.Arrays.copyOf(content, content.length - 100));

        assertThatThrownBy(() -> new ModuleSet(files))
                .isInstanceOf(IOException.class)
                .hasMessage("module ext4 is damaged");
    }
}
