package dev.slat.cli;

import dev.slat.cli.Finding.Grade;
import dev.slat.images.ImageCache;
import dev.slat.images.ImageException;
import dev.slat.images.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Slat needs of its host, looked at one by one. */
final class HostCheck {
    private static final int JAVA = 25;
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
    private static final Pattern LINUX = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final Path KVM = Path.of("/dev/kvm");

    private HostCheck() {}

    static List<Finding> all() throws InterruptedException {
        ImageCache cache = ImageCache.ofUser(System.getenv());
        return List.of(jdk(), apt(), image(cache), folder(cache), memory(), membarrier(), kvm());
    }

    private static Finding jdk() {
        String text = Runtime.version() + " in " + System.getProperty("java.home");
        return Runtime.version().feature() == JAVA
                ? Finding.good("JDK", text)
                : new Finding(
                        Grade.LESS,
                        "JDK",
                        text,
                        "install JDK " + JAVA + ", which Slat is made for");
    }

    private static Finding apt() {
        return ImageCache.canFetch()
                ? Finding.good("apt", "present")
                : new Finding(
                        Grade.LESS,
                        "apt",
                        "none, so Slat cannot fetch a kernel by itself",
                        "use Debian or Ubuntu, or name a kernel with --kernel and --initrd");
    }

    private static Finding image(ImageCache cache) throws InterruptedException {
        try {
            var cached = cache.cached();
            return Finding.good(
                    "guest",
                    cached.isPresent()
                            ? "Linux " + cached.get().release() + " in the cache"
                            : "not in the cache; apt offers " + cache.offered(Progress.none()));
        } catch (ImageException e) {
            return new Finding(Grade.MISSING, "guest", "none", String.valueOf(e.getMessage()));
        }
    }

    private static Finding folder(ImageCache cache) {
        Path existing = cache.folder();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.isWritable(existing)
                ? Finding.good("cache", cache.folder().toString())
                : new Finding(
                        Grade.MISSING,
                        "cache",
                        cache.folder() + " cannot be written",
                        "make it writable, or name another with XDG_CACHE_HOME");
    }

    private static Finding memory() {
        Matcher match = AVAILABLE.matcher(text(Path.of("/proc/meminfo")));
        if (!match.find()) {
            return new Finding(Grade.LESS, "memory", "unknown", "");
        }
        long mebibytes = Long.parseLong(match.group(1)) >> 10;
        return mebibytes >= 1024
                ? Finding.good("memory", mebibytes + " MiB available")
                : new Finding(
                        Grade.LESS,
                        "memory",
                        "only " + mebibytes + " MiB available",
                        "use a smaller guest, for example --memory 128M");
    }

    /** Private expedited membarrier(2) came with Linux 4.14. */
    private static Finding membarrier() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        Matcher match = LINUX.matcher(System.getProperty("os.version", ""));
        boolean present =
                system.startsWith("Linux ")
                        && match.matches()
                        && 1000 * Integer.parseInt(match.group(1))
                                        + Integer.parseInt(match.group(2))
                                >= 4014;
        return present
                ? Finding.good("membarrier", system)
                : new Finding(
                        Grade.LESS,
                        "membarrier",
                        "not on " + system + "; readers of memory slots use full fences",
                        "Linux 4.14 or newer is faster");
    }

    private static Finding kvm() {
        if (!Files.exists(KVM)) {
            return new Finding(Grade.LESS, "/dev/kvm", "none; only its tests use it", "");
        }
        return Files.isReadable(KVM) && Files.isWritable(KVM)
                ? Finding.good("/dev/kvm", "usable; only tests use it")
                : new Finding(
                        Grade.LESS,
                        "/dev/kvm",
                        "not open to this user; only tests use it",
                        "add the user to the group kvm");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
