package dev.slat.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Ends a run when its time is up, and when its guest is plainly dead though its harts still run.
 */
final class Watch {
    private static final Duration PERIOD = Duration.ofMillis(200);

    /** A panic that was the last word for this long is the end. */
    private static final Duration PANIC_SETTLES = Duration.ofSeconds(2);

    /**
     * A kernel with earlycon speaks within its first million instructions; a loaded host is slow.
     */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** A quiet kernel speaks first when its session starts, after a whole boot. */
    private static final Duration QUIET_SILENCE = Duration.ofMinutes(5);

    private final RunOptions options;
    private final ConsoleTail tail;
    private final CompletableFuture<Ending> ending;
    private final boolean speaks;
    private final long start = System.nanoTime();

    Watch(RunOptions options, ConsoleTail tail, CompletableFuture<Ending> ending) {
        this.options = options;
        this.tail = tail;
        this.ending = ending;
        this.speaks = options.debug().gdb() == null && speaks(options.kernel());
    }

    /** Linux speaks early; a bare program, which comes as an ELF file, may compute in silence. */
    private static boolean speaks(@Nullable Path kernel) {
        if (kernel == null) {
            return true;
        }
        try (var in = Files.newInputStream(kernel)) {
            return in.read() != 0x7f;
        } catch (IOException e) {
            return true; // loading it will say what is wrong
        }
    }

    void start() {
        Thread.ofVirtual().name("watch").start(this::run);
    }

    private void run() {
        long panicSince = 0;
        long panicAt = -1;
        try {
            while (!ending.isDone()) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                checkTime(Duration.ofNanos(now - start));
                long total = tail.total();
                if (total == panicAt) {
                    if (now - panicSince >= PANIC_SETTLES.toNanos()) {
                        ending.complete(new Ending.Failed("the guest's kernel panicked"));
                    }
                } else {
                    panicAt = tail.endsInPanic() ? total : -1;
                    panicSince = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkTime(Duration passed) {
        Duration limit = options.timeout();
        if (limit != null && passed.compareTo(limit) >= 0) {
            ending.complete(new Ending.TimedOut(limit));
        }
        boolean quiet = options.quiet() || options.exec() != null;
        Duration patience = quiet ? QUIET_SILENCE : SILENCE;
        if (speaks && tail.total() == 0 && passed.compareTo(patience) >= 0) {
            ending.complete(
                    new Ending.Failed(
                            "the guest never started: nothing on its console in "
                                    + TimeLimit.text(patience)));
        }
    }
}
