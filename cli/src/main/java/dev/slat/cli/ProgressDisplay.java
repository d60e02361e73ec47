package dev.slat.cli;

import dev.slat.images.Progress;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;

/** Shows progress on standard error: a bar on a terminal, one line for each task elsewhere. */
final class ProgressDisplay {
    private ProgressDisplay() {}

    static Progress on(PrintStream err, boolean quiet) {
        if (quiet) {
            return Progress.none();
        }
        return HostTerminal.isTerminal(2) ? new Bar(err) : new Lines(err);
    }

    private static final class Lines implements Progress {
        private final PrintStream err;

        Lines(PrintStream err) {
            this.err = err;
        }

        @Override
        public void begin(String task) {
            err.println("slat: " + task);
        }

        @Override
        public void update(double share) {}

        @Override
        public void end() {}
    }

    private static final class Bar implements Progress {
        private static final int STEPS = 1000;
        private static final int WIDTH = 100;

        private final PrintStream err;
        private @Nullable ProgressBar bar;

        Bar(PrintStream err) {
            this.err = err;
        }

        @Override
        public void begin(String task) {
            end();
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setInitialMax(STEPS)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(100)
                            .setMaxRenderedLength(WIDTH)
                            .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                            .hideEta()
                            .build();
        }

        @Override
        public void update(double share) {
            if (bar != null) {
                bar.stepTo(Math.round(share * STEPS));
            }
        }

        @Override
        public void end() {
            if (bar != null) {
                bar.stepTo(STEPS);
                bar.close();
                bar = null;
            }
        }
    }
}
