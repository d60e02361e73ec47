package dev.slat.cli;

import dev.slat.conformance.litmus.LitmusSuite;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** {@code slat litmus}: what harts may see of each other's memory. */
@Command(
        name = "litmus",
        description = {
            "Runs litmus programs on two to four harts and prints the outcomes of each with their"
                    + " counts; those that RISC-V's memory model forbids are marked with !. The"
                    + " last line is the verdict.",
            "",
            "The seed determines how long each hart waits before a row of instances."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:SUCCESS: no forbidden outcome was seen",
            "1:FAILURE: one was seen, or a program did not run",
            "2:bad option"
        })
final class LitmusCommand implements Callable<Integer> {
    private static final int MAX_SECONDS = 7 * 24 * 3600;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "For how long, all programs together. Default: 30.")
    int seconds = 30;

    @Option(names = "--seed", paramLabel = "S", description = "A number; without it, any.")
    @Nullable Long seed;

    @Option(
            names = "--broken",
            description =
                    "Run programs that lack a fence, each until it fails, a minute at most: must"
                            + " end in FAILURE.")
    boolean broken;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--seconds " + seconds + " is not between 1 and " + MAX_SECONDS);
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt() : seed;
        boolean good =
                LitmusSuite.run(
                        Duration.ofSeconds(seconds), chosen, broken, spec.commandLine().getOut());
        return good ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
