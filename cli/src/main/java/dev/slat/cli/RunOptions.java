package dev.slat.cli;

import dev.slat.riscv.Isa;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/** What the user asked {@code slat run} for; see the options of {@link RunCommand}. */
record RunOptions(
        @Nullable Path firmware,
        @Nullable Path kernel,
        @Nullable Path initrd,
        String append,
        long memory,
        int cpus,
        Isa isa,
        @Nullable String exec,
        @Nullable Duration timeout,
        boolean quiet,
        DebugOptions debug) {

    /** What {@code --kernel} says for no kernel at all. */
    static final Path NONE = Path.of("none");

    /** Whether the firmware is all there is. */
    boolean isFirmwareAlone() {
        return firmware != null && NONE.equals(kernel);
    }

    /** Whether Slat's own initramfs is booted, which tells over the console how it goes. */
    boolean hasSession() {
        return kernel == null || exec != null;
    }

    /** The kernel's command line; the user's part comes last, so it wins. */
    String commandLine() {
        // Level 1 leaves only what a panic says. It stands before earlycon, which prints at once.
        String level = quiet || exec != null ? "quiet loglevel=1 " : "";
        // earlycon shows the kernel's first words long before it finds the serial port; panic=-1
        // makes a panic end the machine, so that nobody waits for a guest that is dead.
        return (level + "earlycon=sbi console=ttyS0 panic=-1 " + append).strip();
    }
}
