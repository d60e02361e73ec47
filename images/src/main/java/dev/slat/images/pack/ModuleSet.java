package dev.slat.images.pack;

import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The kernel modules that go into the guest, with the index files that modprobe reads.
 *
 * <p>Chosen are those that a virtual machine has devices and file systems for, and whatever these
 * need. Modules are stored as plain {@code .ko}, which insmod loads without help.
 */
final class ModuleSet {
    /** What a guest may want; names that the kernel has built in are simply not found here. */
    static final List<String> WANTED =
            List.of(
                    "virtio_mmio",
                    "virtio_blk",
                    "virtio_net",
                    "virtio_console",
                    "virtio_balloon",
                    "virtio_rng",
                    "virtio_mem",
                    "virtiofs",
                    "9p",
                    "9pnet_virtio",
                    "ext4",
                    "overlay");

    private final Map<String, KernelModule> modules = new LinkedHashMap<>();
    private final Map<String, byte[]> contents = new TreeMap<>();

    /**
     * Chooses from the files of a kernel package.
     *
     * @param files module files as packed, by their path below {@code /lib/modules/<release>}
     */
    ModuleSet(Map<String, Path> files) throws IOException {
        Map<String, String> paths = new TreeMap<>();
        files.keySet().forEach(path -> paths.put(KernelModule.nameOf(path), path));
        for (String name : WANTED) {
            add(name, paths, files);
        }
    }

    private void add(String name, Map<String, String> paths, Map<String, Path> files)
            throws IOException {
        String path = paths.get(name);
        if (path == null || modules.containsKey(name)) {
            return;
        }
        byte[] bytes;
        try (var in = Files.newInputStream(files.get(path));
                var plain = decompressed(path, in)) {
            if (plain == null) {
                return;
            }
            bytes = plain.readAllBytes();
        }
        String target = path.substring(0, path.lastIndexOf(".ko") + 3);
        KernelModule module = KernelModule.parse(name, target, bytes);
        modules.put(name, module);
        contents.put(target, bytes);
        for (String needed : module.needs()) {
            add(needed, paths, files);
        }
        for (String earlier : module.before()) {
            add(earlier, paths, files);
        }
    }

    /** Null for a compression that Java has no pure decoder for; such a module stays out. */
    private static @Nullable InputStream decompressed(String path, InputStream in)
            throws IOException {
        if (path.endsWith(".ko")) {
            return in;
        } else if (path.endsWith(".ko.xz")) {
            return new XZInputStream(in);
        } else if (path.endsWith(".ko.gz")) {
            return new GZIPInputStream(in);
        }
        return null;
    }

    /** The plain modules by their path below {@code /lib/modules/<release>}. */
    Map<String, byte[]> files() {
        return Collections.unmodifiableMap(contents);
    }

    /** {@code modules.dep}: each module with everything it needs, nearest first. */
    String dependencies() {
        var text = new StringBuilder();
        for (KernelModule module : modules.values()) {
            Set<KernelModule> needed = new LinkedHashSet<>();
            collect(module, needed);
            text.append(module.path()).append(':');
            needed.forEach(other -> text.append(' ').append(other.path()));
            text.append('\n');
        }
        return text.toString();
    }

    private void collect(KernelModule module, Set<KernelModule> needed) {
        for (List<String> names : List.of(module.needs(), module.before())) {
            for (String name : names) {
                KernelModule other = modules.get(name);
                if (other != null && needed.add(other)) {
                    collect(other, needed);
                }
            }
        }
    }

    /** {@code modules.alias}: which module answers to which device. */
    String aliases() {
        var text = new StringBuilder();
        for (KernelModule module : modules.values()) {
            for (String alias : module.aliases()) {
                text.append("alias %s %s\n".formatted(alias, module.name()));
            }
        }
        return text.toString();
    }
}
