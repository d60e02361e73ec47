package dev.slat.images.pack;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a kernel file and an initramfs out of packages.
 *
 * <p>The initramfs holds what only depends on the packages: busybox, the chosen kernel modules and
 * the empty folders of a root file system. The scripts that run in the guest are part of each run,
 * so that they follow the version of Slat and not that of the cache.
 */
public final class GuestBuilder {
    private static final Pattern KERNEL = Pattern.compile("boot/vmlinu[xz]-(.+)");
    private static final Pattern MODULE =
            Pattern.compile("(?:usr/)?lib/modules/[^/]+/(kernel/.+\\.ko(?:\\.\\w+)?)");
    private static final Pattern BUILTIN =
            Pattern.compile("(?:usr/)?lib/modules/[^/]+/(modules\\.builtin)");
    private static final Pattern BUSYBOX = Pattern.compile("(?:usr/)?bin/busybox");
    private static final List<String> FOLDERS =
            List.of(
                    "dev",
                    "proc",
                    "sys",
                    "run",
                    "tmp",
                    "root",
                    "mnt",
                    "sbin",
                    "usr/bin",
                    "usr/sbin");

    private final Path folder;
    private final Map<String, Path> modules = new TreeMap<>();
    private @Nullable Path kernel;
    private @Nullable String release;
    private byte @Nullable [] busybox;
    private byte[] builtin = new byte[0];

    /** Works in {@code folder}, which exists and is the caller's to delete. */
    public GuestBuilder(Path folder) {
        this.folder = folder;
    }

    /** Takes what a guest needs out of a package. */
    public void add(Path deb, DoubleConsumer share) throws IOException {
        DebPackage.read(deb, share, this::take);
    }

    private void take(String path, InputStream content) throws IOException {
        Matcher match = KERNEL.matcher(path);
        if (match.matches()) {
            release = match.group(1);
            kernel = store("kernel", content);
            return;
        }
        match = MODULE.matcher(path);
        if (match.matches()) {
            modules.put(match.group(1), store("module-" + modules.size(), content));
        } else if (BUILTIN.matcher(path).matches()) {
            builtin = content.readAllBytes();
        } else if (BUSYBOX.matcher(path).matches()) {
            busybox = content.readAllBytes();
        }
    }

    private Path store(String name, InputStream content) throws IOException {
        Path file = folder.resolve(name);
        Files.copy(content, file);
        return file;
    }

    /** The kernel's release, such as {@code 6.12.1-riscv64}. */
    public String release() throws IOException {
        return required(release, "kernel");
    }

    /** The kernel as the package has it. */
    public Path kernel() throws IOException {
        return required(kernel, "kernel");
    }

    /** Writes the initramfs to {@code file}. */
    public void writeInitramfs(Path file) throws IOException {
        var set = new ModuleSet(modules);
        String base = "lib/modules/" + release() + "/";
        try (var cpio =
                new CpioArchive(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            for (String path : FOLDERS) {
                cpio.folder(path);
            }
            // The kernel opens this for init before anything can mount devtmpfs.
            cpio.characterDevice("dev/console", 5, 1);
            cpio.program("bin/busybox", required(busybox, "busybox"));
            cpio.link("bin/sh", "busybox");
            cpio.link("init", "bin/busybox");
            for (var module : set.files().entrySet()) {
                cpio.file(base + module.getKey(), module.getValue());
            }
            cpio.file(base + "modules.dep", set.dependencies().getBytes(StandardCharsets.UTF_8));
            cpio.file(base + "modules.alias", set.aliases().getBytes(StandardCharsets.UTF_8));
            cpio.file(base + "modules.builtin", builtin);
        }
    }

    private static <T> T required(@Nullable T value, String what) throws IOException {
        if (value == null) {
            throw new IOException("the packages hold no " + what);
        }
        return value;
    }
}
