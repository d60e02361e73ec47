package dev.slat.torture.memory;

import dev.slat.torture.run.Check;
import dev.slat.torture.run.Report;
import dev.slat.torture.run.Verdict;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A run in a process of its own in checked mode, where whoever uses memory that was freed ends the
 * process. Its death is a {@code FAILURE}.
 */
public final class CheckedProcess {
    /** Beyond the time of the run itself, on a machine that is very busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String BARRIER = "dev.slat.srcu.barrier";

    private CheckedProcess() {}

    /** The process: time in milliseconds, seed, harts, variant, whether it is verbose. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var options =
                new MemoryTortureOptions(
                        Duration.ofMillis(Long.parseLong(arguments[0])),
                        Long.parseLong(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        BrokenMemory.of(arguments[3]).orElse(BrokenMemory.NONE),
                        Boolean.parseBoolean(arguments[4]));
        Verdict verdict = MemoryTorture.runHere(options, out);
        Runtime.getRuntime().halt(verdict.isSuccess() ? 0 : 1); // a thread may hang
    }

    static Verdict run(MemoryTortureOptions options, Report report) throws InterruptedException {
        long start = System.nanoTime();
        ChildOutput output = new ChildOutput(report);
        try {
            Process process =
                    new ProcessBuilder(command(options)).redirectErrorStream(true).start();
            Thread reader = output.read(process);
            boolean ended =
                    process.waitFor(
                            options.time().plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            reader.join(PATIENCE);
            String how = ended ? "died with status " + process.exitValue() : "did not end";
            return output.verdict().orElseGet(() -> death(options, start, how));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Verdict death(MemoryTortureOptions options, long start, String how) {
        return new Verdict(
                options.seed(),
                Duration.ofNanos(System.nanoTime() - start),
                Map.of(),
                1,
                Optional.of(Check.PROCESS.label() + ": the process in checked mode " + how));
    }

    private static List<String> command(MemoryTortureOptions options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-XX:+SuppressFatalErrorMessage",
                        "-XX:-CreateCoredumpOnCrash",
                        "-Ddev.slat.memory.checked=true"));
        String barrier = System.getProperty(BARRIER);
        if (barrier != null) {
            command.add("-D" + BARRIER + "=" + barrier);
        }
        Module module = CheckedProcess.class.getModule();
        if (module.isNamed()) {
            command.addAll(
                    List.of(
                            "--enable-native-access=dev.slat.srcu,dev.slat.memory",
                            "--module-path",
                            System.getProperty("jdk.module.path"),
                            "--module",
                            module.getName() + "/" + CheckedProcess.class.getName()));
        } else {
            command.addAll(
                    List.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "--class-path",
                            System.getProperty("java.class.path"),
                            CheckedProcess.class.getName()));
        }
        command.add(Long.toString(options.time().toMillis()));
        command.add(Long.toString(options.seed()));
        command.add(Integer.toString(options.harts()));
        command.add(options.variant().label());
        command.add(String.format(Locale.ROOT, "%b", options.isVerbose()));
        return command;
    }
}
