package dev.slat.cli;

import dev.slat.images.GuestImage;
import dev.slat.images.GuestSession;
import dev.slat.images.ImageCache;
import dev.slat.images.ImageException;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One {@code slat run}: finds what to boot and boots it on this process's standard streams. */
final class Run {
    private final RunOptions options;
    private final Messages messages;
    private final GuestMaker maker;

    Run(RunOptions options, Messages messages, GuestMaker maker) {
        this.options = options;
        this.messages = messages;
        this.maker = maker;
    }

    /** Boots, waits for the end, and returns the exit status. */
    int call() throws ImageException, InterruptedException, IOException {
        GuestImage image = null;
        if (options.hasSession()) {
            var progress = ProgressDisplay.on(System.err, options.quiet());
            image = ImageCache.ofUser(System.getenv()).get(progress);
        }
        Optional<HostTerminal> terminal = HostTerminal.ofStandardInput();
        GuestSession session =
                image == null
                        ? null
                        : GuestSession.of(options.exec(), terminal.map(Run::screen).orElse(null));
        GuestFiles files = files(image, session);
        // System.in and System.out would copy every byte once more.
        var run =
                new GuestRun(
                        options,
                        files,
                        session == null ? null : session.nonce(),
                        messages,
                        maker,
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out));
        try {
            terminal.ifPresent(HostTerminal::raw);
            run.call(terminal.isPresent());
        } finally {
            terminal.ifPresent(HostTerminal::close);
        }
        return run.report();
    }

    private GuestFiles files(@Nullable GuestImage image, @Nullable GuestSession session) {
        Path kernel = options.kernel();
        if (image == null || session == null) {
            if (options.isFirmwareAlone()) {
                return new GuestFiles(Optional.empty(), Optional.empty(), List.of());
            }
            if (kernel == null) {
                throw CommandException.usage("nothing to boot: name a kernel with --kernel");
            }
            return new GuestFiles(
                    Optional.of(kernel), Optional.ofNullable(options.initrd()), List.of());
        }
        return new GuestFiles(
                Optional.of(kernel == null ? image.kernel() : kernel),
                Optional.of(image.initramfs()),
                List.of(session.archive()));
    }

    private static GuestSession.Screen screen(HostTerminal terminal) {
        return new GuestSession.Screen(terminal.type(), terminal.rows(), terminal.columns());
    }
}
