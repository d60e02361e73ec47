package dev.slat.cli;

import dev.slat.torture.run.Labelled;
import dev.slat.torture.run.Verdict;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What every {@code slat torture PART} has: time, seed, a broken variant, a verdict.
 *
 * @param <V> the broken variants of the part
 */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:SUCCESS: nothing was found",
            "1:FAILURE",
            "2:bad option, or a fault that cannot show here"
        })
abstract class TortureRun<V extends Labelled> implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 10;
    private static final int MAX_SECONDS = 7 * 24 * 3600;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "For how long. Default: 10; a broken variant runs until it fails, a minute at"
                            + " most.")
    @Nullable Integer seconds;

    @Option(names = "--seed", paramLabel = "S", description = "A number; without it, any.")
    @Nullable Long seed;

    @Option(
            names = "--broken",
            paramLabel = "NAME",
            description = "Break it on purpose: must end in FAILURE.")
    @Nullable String broken;

    @Option(names = "--list-broken", description = "Print the names for --broken, one a line.")
    boolean listBroken;

    @Option(names = "--verbose", description = "Say every few seconds how it goes.")
    boolean verbose;

    /** What every run is told. */
    record Wanted<V>(Duration time, long seed, Optional<V> broken, boolean isVerbose) {}

    /** The variants that must fail. */
    abstract List<V> variants();

    /** Within how many seconds they must. */
    abstract int brokenSeconds();

    /** Runs it; throws a {@link ParameterException} for an option of its own that is bad. */
    abstract Verdict torture(Wanted<V> wanted, PrintWriter out) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (listBroken) {
            variants().forEach(variant -> out.println(variant.label()));
            out.flush();
            return ExitStatus.OK;
        }
        return torture(wanted(), out).isSuccess() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private Wanted<V> wanted() {
        Optional<V> variant = Optional.ofNullable(broken).map(this::variant);
        int usual = variant.isEmpty() ? DEFAULT_SECONDS : brokenSeconds();
        int time = seconds == null ? usual : seconds;
        if (time < 1 || time > MAX_SECONDS) {
            throw bad("--seconds " + time + " is not between 1 and " + MAX_SECONDS);
        }
        return new Wanted<>(
                Duration.ofSeconds(time),
                seed == null ? ThreadLocalRandom.current().nextLong() : seed,
                variant,
                verbose || HostTerminal.isTerminal(1));
    }

    private V variant(String name) {
        return Labelled.find(variants(), name)
                .orElseThrow(
                        () ->
                                bad(
                                        "--broken "
                                                + name
                                                + " is no broken variant; --list-broken prints"
                                                + " them"));
    }

    ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
