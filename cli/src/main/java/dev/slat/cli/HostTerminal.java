package dev.slat.cli;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The terminal that the user types at, while every key belongs to the guest.
 *
 * <p>Output processing stays on, as in QEMU: Slat's own lines and those of a crashing JVM come out
 * right, and the guest's need nothing. The old settings come back on {@link #close}, and when the
 * process ends in any way that lets the JVM act; for the rest the launcher has a last resort.
 */
final class HostTerminal implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes before;
    private final Thread hook = new Thread(this::restore, "terminal");

    private HostTerminal(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
    }

    /** The terminal on standard input, if there is one. */
    static Optional<HostTerminal> ofStandardInput() {
        if (!isTerminal(0)) {
            return Optional.empty();
        }
        // JLine tells of each way to reach a terminal that it tries in vain.
        Logger.getLogger("org.jline").setLevel(Level.OFF);
        try {
            Terminal terminal =
                    TerminalBuilder.builder()
                            .system(true)
                            .dumb(false)
                            .provider("exec")
                            .systemOutput(TerminalBuilder.SystemOutput.ForcedSysOut)
                            .build();
            return Optional.of(new HostTerminal(terminal));
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Whether a file descriptor of this process is a terminal. */
    static boolean isTerminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            // Where nobody can be asked, everything works as it does with a pipe.
            return false;
        }
    }

    String type() {
        return terminal.getType();
    }

    int rows() {
        return terminal.getHeight();
    }

    int columns() {
        return terminal.getWidth();
    }

    /** Gives every key to the guest, Ctrl-C too. */
    void raw() {
        Runtime.getRuntime().addShutdownHook(hook);
        var raw = new Attributes(before);
        raw.setLocalFlags(
                EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG),
                false);
        raw.setInputFlags(
                EnumSet.of(
                        InputFlag.IXON,
                        InputFlag.ICRNL,
                        InputFlag.INLCR,
                        InputFlag.IGNCR,
                        InputFlag.BRKINT,
                        InputFlag.ISTRIP),
                false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        terminal.setAttributes(raw);
    }

    private void restore() {
        terminal.setAttributes(before);
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook does the same once more.
        }
    }
}
