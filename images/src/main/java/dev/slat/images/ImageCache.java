package dev.slat.images;

import dev.slat.images.apt.Apt;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder where the guest image is kept between runs.
 *
 * <p>Any number of processes may use one folder: fetching is done under a file lock, files appear
 * whole or not at all, and the manifest that names them comes last. A cache that is damaged in any
 * way counts as empty. An instance may be shared between threads.
 */
public final class ImageCache {
    private final Path folder;

    private ImageCache(Path folder) {
        this.folder = folder;
    }

    /** The cache in {@code folder}, which is made when something is put into it. */
    public static ImageCache in(Path folder) {
        return new ImageCache(folder.toAbsolutePath());
    }

    /**
     * The user's own cache, by the XDG base directory rules: {@code $XDG_CACHE_HOME/slat}, or
     * {@code ~/.cache/slat} where that variable is unset, empty or relative.
     */
    public static ImageCache ofUser(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        if (!home.isAbsolute()) {
            home = Path.of(System.getProperty("user.home", "/"), ".cache");
        }
        return in(home.resolve("slat"));
    }

    /** Where the files are, or will be. */
    public Path folder() {
        return folder;
    }

    /** The image in the cache, if there is one and it is whole. Touches no network. */
    public Optional<GuestImage> cached() throws ImageException {
        try {
            Optional<Manifest> manifest = Manifest.read(folder);
            if (manifest.isPresent() && manifest.get().matches(folder)) {
                return Optional.of(manifest.get().image(folder));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * The image in the cache, or else the newest, fetched now.
     *
     * @throws ImageException if it must be fetched and cannot be
     */
    public GuestImage get(Progress progress) throws ImageException, InterruptedException {
        Optional<GuestImage> cached = cached();
        return cached.isPresent() ? cached.get() : fetch(progress, false);
    }

    /**
     * The newest image. What is in the cache stays as it is until the new one is complete.
     *
     * @throws ImageException if it cannot be fetched
     */
    public GuestImage refresh(Progress progress) throws ImageException, InterruptedException {
        return fetch(progress, true);
    }

    /** Whether this machine has the programs that fetching takes. */
    public static boolean canFetch() {
        return Apt.isPresent();
    }

    /**
     * What {@link #refresh} would fetch now, in a phrase. Asks the network, and leaves nothing
     * behind.
     *
     * @throws ImageException if nothing can be fetched
     */
    public String offered(Progress progress) throws ImageException, InterruptedException {
        try {
            Files.createDirectories(folder);
            return new ImageFetch(folder, progress).offered();
        } catch (IOException e) {
            throw unusable(e);
        } finally {
            progress.end();
        }
    }

    private GuestImage fetch(Progress progress, boolean evenIfCached)
            throws ImageException, InterruptedException {
        try {
            Files.createDirectories(folder);
            try (var channel =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                lock(channel, progress);
                // Another process may have fetched it while this one waited for the lock.
                Optional<GuestImage> cached = evenIfCached ? Optional.empty() : cached();
                return cached.isPresent()
                        ? cached.get()
                        : new ImageFetch(folder, progress).run().image(folder);
            }
        } catch (IOException e) {
            throw unusable(e);
        } finally {
            progress.end();
        }
    }

    /** The lock lasts until the channel is closed. */
    private static void lock(FileChannel channel, Progress progress) throws IOException {
        if (channel.tryLock() == null) {
            progress.begin("Waiting for another slat that is fetching");
            channel.lock();
        }
    }

    private ImageException unusable(IOException e) {
        return new ImageException(
                "cannot use the cache folder "
                        + folder
                        + ": "
                        + e
                        + "; make it writable, or name another with XDG_CACHE_HOME",
                e);
    }

    /** Puts {@code part} in the place of {@code target}, in one step. */
    static void publish(Path part, Path target) throws IOException {
        Files.move(
                part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes what earlier fetches left in {@code folder}, except for {@code kept}. */
    static void sweep(Path folder, Set<String> kept) throws IOException {
        try (var entries = Files.newDirectoryStream(folder, "{vmlinux,initramfs,work}-*")) {
            for (Path entry : entries) {
                if (!kept.contains(String.valueOf(entry.getFileName()))) {
                    Folders.delete(entry);
                }
            }
        }
    }
}
