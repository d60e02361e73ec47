package dev.slat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slat.riscv.Isa;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

class GuestRunTest {
    private static final String READY = "\u001b_slat;7;ready\u001b\\";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Queue<Script> boots = new ArrayDeque<>();

    /** What a guest does until it ends. */
    @FunctionalInterface
    private interface Script {
        Ending play(OutputStream console, InputStream keyboard) throws Exception;
    }

    private static final class ScriptedGuest implements Guest {
        private final Script script;
        private final OutputStream console;
        private final InputStream keyboard;

        ScriptedGuest(Script script, OutputStream console, InputStream keyboard) {
            this.script = script;
            this.console = console;
            this.keyboard = keyboard;
        }

        @Override
        public void start() {}

        @Override
        public Ending awaitEnd() throws InterruptedException {
            try {
                return script.play(console, keyboard);
            } catch (InterruptedException e) {
                throw e;
            } catch (IOException e) {
                Thread.sleep(Duration.ofDays(1)); // a guest does not notice that nobody reads
                throw new IllegalStateException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {}
    }

    private int run(String exec, Duration limit, String input, OutputStream output)
            throws Exception {
        var options =
                new RunOptions(
                        null,
                        null,
                        null,
                        "",
                        1 << 20,
                        1,
                        Isa.all(),
                        exec,
                        limit,
                        false,
                        DebugOptions.NONE);
        var run =
                new GuestRun(
                        options,
                        new GuestFiles(
                                Optional.of(Path.of("/kernel")), Optional.empty(), List.of()),
                        "7",
                        new Messages(new PrintStream(err, true, UTF_8), true),
                        (o, files, console, keyboard) ->
                                new ScriptedGuest(boots.remove(), console, keyboard),
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        output);
        run.call(false);
        return run.report();
    }

    private static void say(OutputStream console, String text) throws IOException {
        console.write(text.getBytes(UTF_8));
    }

    @Test
    void showsAllOfAShellAndEndsWithZero() throws Exception {
        boots.add(
                (console, keyboard) -> {
                    say(console, "booting\n" + READY + "~ # ");
                    say(console, "\u001b_slat;7;exit;3\u001b\\");
                    return new Ending.PoweredOff();
                });
        assertThat(run(null, null, "", out)).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("booting\n~ # ");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void showsOnlyTheOutputOfACommandAndReturnsItsStatus() throws Exception {
        boots.add(
                (console, keyboard) -> {
                    say(console, "noise" + READY + "answer\n");
                    say(console, "\u001b_slat;7;exit;42\u001b\\reboot: Power down\n");
                    return new Ending.PoweredOff();
                });
        assertThat(run("x", null, "", out)).isEqualTo(42);
        assertThat(out.toString(UTF_8)).isEqualTo("answer\n");
    }

    @Test
    void givesInputOnlyToAReadySessionAndThenItsEnd() throws Exception {
        boots.add(
                (console, keyboard) -> {
                    say(console, keyboard.available() + READY);
                    console.write(keyboard.readAllBytes());
                    return new Ending.PoweredOff();
                });
        assertThat(run(null, null, "ls\n", out)).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("0ls\n\u0004");
    }

    @Test
    void startsAgainWhenTheGuestRestarts() throws Exception {
        boots.add(
                (console, keyboard) -> {
                    say(console, "one ");
                    return new Ending.Reset();
                });
        boots.add(
                (console, keyboard) -> {
                    say(console, "two");
                    return new Ending.PoweredOff();
                });
        assertThat(run(null, null, "", out)).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("one two");
    }

    @Test
    void reportsAPanicWithTheLastLines() throws Exception {
        boots.add(
                (console, keyboard) -> {
                    say(console, "[1.0] Kernel panic - not syncing: no root\r\n");
                    return new Ending.Reset();
                });
        assertThat(run(null, null, "", out)).isEqualTo(125);
        assertThat(err.toString(UTF_8)).contains("panicked", "not syncing: no root");
    }

    @Test
    void noticesAPanicThatNeverEnds() throws Exception {
        boots.add(
                (console, keyboard) -> {
                    say(console, "---[ end Kernel panic - not syncing: no root ]---\r\n");
                    Thread.sleep(Duration.ofDays(1));
                    return new Ending.PoweredOff();
                });
        assertThat(run(null, null, "", out)).isEqualTo(125);
        assertThat(err.toString(UTF_8)).contains("panicked");
    }

    @Test
    void failsWhenACommandNeverGotToItsEnd() throws Exception {
        boots.add((console, keyboard) -> new Ending.Reset());
        assertThat(run("x", null, "", out)).isEqualTo(125);
        assertThat(err.toString(UTF_8)).contains("restarted before its command ended");
    }

    @Test
    void stopsWhenTheTimeIsUp() throws Exception {
        boots.add(
                (console, keyboard) -> {
                    Thread.sleep(Duration.ofDays(1));
                    return new Ending.PoweredOff();
                });
        assertThat(run(null, Duration.ofMillis(1), "", out)).isEqualTo(124);
        assertThat(err.toString(UTF_8)).contains("0.001 s");
    }

    @Test
    void stopsQuietlyWhenNobodyReads() throws Exception {
        boots.add(
                (console, keyboard) -> {
                    say(console, "x");
                    Thread.sleep(Duration.ofDays(1));
                    return new Ending.PoweredOff();
                });
        var closed =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("closed");
                    }
                };
        assertThat(run(null, null, "", closed)).isEqualTo(141);
        assertThat(err.toString(UTF_8)).isEmpty();
    }
}
