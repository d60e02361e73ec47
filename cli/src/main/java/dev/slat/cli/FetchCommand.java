package dev.slat.cli;

import dev.slat.images.GuestImage;
import dev.slat.images.ImageCache;
import dev.slat.images.ImageException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code slat fetch}: fills the cache, so that later runs need no network. */
@Command(
        name = "fetch",
        description = {
            "Fetches the kernel and busybox that 'slat run' boots by default, if they are not in"
                    + " the cache yet. Prints what is there.",
            "",
            "They come as packages through this machine's own apt configuration, which also"
                    + " verifies them. Nothing is installed, and root is not needed. The cache is"
                    + " $XDG_CACHE_HOME/slat, or ~/.cache/slat."
        },
        mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
    @Option(names = "--refresh", description = "Fetch the newest even if the cache is filled.")
    boolean refresh;

    @Option(names = "--quiet", description = "Show no progress.")
    boolean quiet;

    @Override
    public Integer call() throws ImageException, InterruptedException {
        ImageCache cache = ImageCache.ofUser(System.getenv());
        var progress = ProgressDisplay.on(System.err, quiet);
        GuestImage image = refresh ? cache.refresh(progress) : cache.get(progress);
        System.out.println("kernel     " + image.kernel());
        System.out.println("initramfs  " + image.initramfs());
        image.packages().forEach(one -> System.out.println("package    " + one));
        return ExitStatus.OK;
    }
}
