package dev.slat.cli;

import dev.slat.conformance.fuzz.IsaFuzz;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** {@code slat fuzz isa}: guests that are bad in every way. */
@Command(
        name = "isa",
        description = {
            "Runs random words as code, under random page tables and CSRs, and offers mutated boot"
                    + " files, until one of them crashes Slat, hangs it, or touches memory outside"
                    + " the guest. The last line is the verdict, and of a failure the command that"
                    + " reproduces it."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:SUCCESS: nothing was found", "1:FAILURE", "2:bad option"})
final class FuzzIsaCommand implements Callable<Integer> {
    private static final int MAX_SECONDS = 7 * 24 * 3600;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "For how long at most. Default: 30.")
    int seconds = 30;

    @Option(names = "--seed", paramLabel = "S", description = "A number; without it, any.")
    @Nullable Long seed;

    @Option(
            names = "--cases",
            paramLabel = "N",
            description = "How many cases at most. Default: as many as there is time for.")
    long cases = Long.MAX_VALUE;

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw bad("--seconds " + seconds + " is not between 1 and " + MAX_SECONDS);
        }
        if (cases < 1) {
            throw bad("--cases " + cases + " is not at least 1");
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt() : seed;
        boolean good =
                IsaFuzz.run(
                        Duration.ofSeconds(seconds), chosen, cases, spec.commandLine().getOut());
        return good ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
