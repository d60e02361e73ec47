package dev.slat.images;

import dev.slat.images.apt.Apt;
import dev.slat.images.apt.AptException;
import dev.slat.images.apt.GuestPackages;
import dev.slat.images.pack.GuestBuilder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** One fetch into the cache: ask, download, unpack, publish. The caller holds the cache's lock. */
final class ImageFetch {
    private final Path cache;
    private final Progress progress;

    ImageFetch(Path cache, Progress progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /** A step that works in a folder of its own, which is gone afterwards. */
    @FunctionalInterface
    private interface Step<T> {
        T in(Path work) throws ImageException, AptException, IOException, InterruptedException;
    }

    Manifest run() throws ImageException, IOException, InterruptedException {
        return inWorkFolder(this::fetch);
    }

    String offered() throws ImageException, IOException, InterruptedException {
        return inWorkFolder(
                work -> {
                    var apt = new Apt(work, GuestPackages.architecture());
                    var packages = GuestPackages.find(apt, Apt.hostSources(), progress);
                    return packages.kernel().getFirst().name() + " in " + packages.release();
                });
    }

    private <T> T inWorkFolder(Step<T> step)
            throws ImageException, IOException, InterruptedException {
        if (!Apt.isPresent()) {
            throw new ImageException(
                    "this machine has no apt to fetch a kernel with (slat does that on Debian and"
                            + " Ubuntu); name a riscv64 kernel with --kernel and its --initrd");
        }
        Path work = Files.createTempDirectory(cache, "work-");
        try {
            return step.in(work);
        } catch (AptException e) {
            throw new ImageException(
                    "apt could not fetch the guest's packages: "
                            + e.getMessage()
                            + "; check the network and the mirror that apt is configured for",
                    e);
        } finally {
            Folders.delete(work);
        }
    }

    private Manifest fetch(Path work)
            throws ImageException, AptException, IOException, InterruptedException {
        var apt = new Apt(work, GuestPackages.architecture());
        GuestPackages packages = GuestPackages.find(apt, Apt.hostSources(), progress);
        progress.begin("Downloading " + packages.kernel().getFirst().name());
        List<Path> debs = apt.download(packages.all(), progress);

        Path unpacked = Files.createDirectory(work.resolve("unpacked"));
        var builder = new GuestBuilder(unpacked);
        progress.begin("Unpacking");
        for (Path deb : debs) {
            // The first package is the kernel, which is nearly all there is to read.
            builder.add(deb, deb.equals(debs.getFirst()) ? progress::update : share -> {});
        }
        Path initramfs = work.resolve("initramfs-" + builder.release() + ".cpio");
        builder.writeInitramfs(initramfs);
        Path kernel = Files.move(builder.kernel(), work.resolve("vmlinux-" + builder.release()));
        List<String> made =
                packages.all().stream()
                        .map(one -> one.name() + " " + one.version() + " " + one.sha256())
                        .toList();
        var manifest =
                new Manifest(
                        builder.release(),
                        Manifest.Entry.of(kernel),
                        Manifest.Entry.of(initramfs),
                        made);
        publish(manifest, kernel, initramfs, work);
        return manifest;
    }

    private void publish(Manifest manifest, Path kernel, Path initramfs, Path work)
            throws IOException {
        ImageCache.publish(kernel, cache.resolve(manifest.kernel().name()));
        ImageCache.publish(initramfs, cache.resolve(manifest.initramfs().name()));
        manifest.write(cache);
        // Older images, and what runs that were killed left behind.
        ImageCache.sweep(
                cache,
                Set.of(
                        manifest.kernel().name(),
                        manifest.initramfs().name(),
                        String.valueOf(work.getFileName())));
    }
}
