package dev.slat.images.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

class GuestBuilderTest {
    private static final byte[] KERNEL = {1, 2, 3};
    private static final byte[] BUSYBOX = {4, 5};

    @TempDir Path folder;

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] packed(String suffix, byte[] tar) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (suffix) {
                    case ".xz" -> new XZOutputStream(bytes, new LZMA2Options(0));
                    case ".gz" -> new GZIPOutputStream(bytes);
                    default -> bytes;
                }) {
            out.write(tar);
        }
        return bytes.toByteArray();
    }

    private Path deb(String suffix, Map<String, byte[]> files) throws IOException {
        Path deb = Files.createTempFile(folder, "tiny", ".deb");
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("debian-binary", "2.0\n".getBytes(UTF_8));
        members.put("control.tar" + suffix, packed(suffix, tar(Map.of("./control", new byte[9]))));
        members.put("data.tar" + suffix, packed(suffix, tar(files)));
        try (var ar = new ArArchiveOutputStream(Files.newOutputStream(deb))) {
            for (var member : members.entrySet()) {
                ar.putArchiveEntry(new ArArchiveEntry(member.getKey(), member.getValue().length));
                ar.write(member.getValue());
                ar.closeArchiveEntry();
            }
        }
        return deb;
    }

    private Path kernelDeb() throws IOException {
        return deb(
                ".xz",
                Map.of(
                        "./boot/vmlinux-6.1-test",
                        KERNEL,
                        "./boot/System.map-6.1-test",
                        new byte[1],
                        "./usr/lib/modules/6.1-test/modules.builtin",
                        "kernel/a.ko\n".getBytes(UTF_8),
                        "./usr/lib/modules/6.1-test/kernel/fs/ext4.ko",
                        TinyModule.with("depends=")));
    }

    @Test
    void makesAGuestOfPackages() throws IOException {
        Path work = Files.createDirectory(folder.resolve("work"));
        var builder = new GuestBuilder(work);
        var shares = new java.util.ArrayList<Double>();
        builder.add(kernelDeb(), shares::add);
        builder.add(deb(".gz", Map.of("./usr/bin/busybox", BUSYBOX)), share -> {});
        Path initramfs = folder.resolve("initramfs");
        builder.writeInitramfs(initramfs);

        assertThat(builder.release()).isEqualTo("6.1-test");
        assertThat(builder.kernel()).hasBinaryContent(KERNEL);
        assertThat(shares).isSorted().last().isEqualTo(1.0);
        assertThat(initramfs.toFile().length() % 4).isZero();
        Map<String, byte[]> content = contentOf(initramfs);
        assertThat(content.get("bin/busybox")).isEqualTo(BUSYBOX);
        assertThat(new String(content.get("bin/sh"), UTF_8)).isEqualTo("busybox");
        assertThat(content)
                .containsKeys(
                        "lib/modules/6.1-test/kernel/fs/ext4.ko",
                        "lib/modules/6.1-test/modules.dep",
                        "dev/console",
                        "proc");
        assertThat(new String(content.get("lib/modules/6.1-test/modules.builtin"), UTF_8))
                .isEqualTo("kernel/a.ko\n");
    }

    @Test
    void writesTheSameBytesForTheSamePackages() throws IOException {
        byte[][] results = new byte[2][];
        for (int i = 0; i < 2; i++) {
            var builder = new GuestBuilder(Files.createTempDirectory(folder, "work"));
            builder.add(kernelDeb(), share -> {});
            builder.add(deb("", Map.of("./bin/busybox", BUSYBOX)), share -> {});
            Path initramfs = folder.resolve("initramfs" + i);
            builder.writeInitramfs(initramfs);
            results[i] = Files.readAllBytes(initramfs);
        }
        assertThat(results[0]).isEqualTo(results[1]);
    }

    @Test
    void saysWhatThePackagesLack() throws IOException {
        var builder = new GuestBuilder(folder);
        builder.add(kernelDeb(), share -> {});

        assertThatThrownBy(() -> builder.writeInitramfs(folder.resolve("initramfs")))
                .isInstanceOf(IOException.class)
                .hasMessage("the packages hold no busybox");
    }

    @Test
    void refusesATornPackage() throws IOException {
        Path deb = kernelDeb();
        byte[] bytes = Files.readAllBytes(deb);
        Files.write(deb, java.util.Arrays.copyOf(bytes, bytes.length - 60));
        var builder = new GuestBuilder(folder);

        assertThatThrownBy(() -> builder.add(deb, share -> {})).isInstanceOf(IOException.class);
    }

    private static Map<String, byte[]> contentOf(Path cpio) throws IOException {
        Map<String, byte[]> content = new LinkedHashMap<>();
        try (var in = new CpioArchiveInputStream(Files.newInputStream(cpio))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                content.put(entry.getName(), in.readAllBytes());
            }
        }
        return content;
    }
}
