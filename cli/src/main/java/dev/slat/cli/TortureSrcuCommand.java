package dev.slat.cli;

import dev.slat.torture.BrokenVariant;
import dev.slat.torture.Part;
import dev.slat.torture.Torture;
import dev.slat.torture.TortureOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** {@code slat torture srcu}: readers and updaters of every kind, until one of them is hurt. */
@Command(
        name = "srcu",
        description = {
            "Tortures sleepable RCU: readers and updaters of every kind at once, on elements that"
                    + " grow old. The last line is the verdict: SUCCESS or FAILURE, with counts,"
                    + " the seed and the first failure.",
            "",
            "The seed determines what each thread chooses, not when the system lets it run."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:SUCCESS: nothing was found",
            "1:FAILURE",
            "2:bad option, or a fault that cannot show here"
        })
final class TortureSrcuCommand implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 10;

    /** A broken variant fails long before. */
    private static final int DEFAULT_BROKEN_SECONDS = 30;

    private static final int MAX_SECONDS = 7 * 24 * 3600;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "For how long. Default: 10, and at most 30 for a broken variant.")
    @Nullable Integer seconds;

    @Option(names = "--seed", paramLabel = "S", description = "A number; without it, any.")
    @Nullable Long seed;

    @Option(
            names = "--part",
            paramLabel = "NAME",
            description = "Only this part: mix, store-miss, stragglers or progress.")
    @Nullable String part;

    @Option(
            names = "--broken",
            paramLabel = "NAME",
            description = "Break it on purpose: must end in FAILURE within 30 seconds.")
    @Nullable String broken;

    @Option(names = "--list-broken", description = "Print the names for --broken, one a line.")
    boolean listBroken;

    @Option(names = "--verbose", description = "Say every few seconds how it goes.")
    boolean verbose;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (listBroken) {
            BrokenVariant.broken().forEach(variant -> out.println(variant.label()));
            out.flush();
            return ExitStatus.OK;
        }
        TortureOptions options = options();
        options.variant()
                .whyHidden()
                .ifPresent(
                        why -> {
                            throw CommandException.usage(why);
                        });
        return Torture.srcu(options, out).isSuccess() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private TortureOptions options() {
        BrokenVariant variant = broken == null ? BrokenVariant.NONE : variant(broken);
        boolean whole = variant == BrokenVariant.NONE;
        int time = seconds == null ? whole ? DEFAULT_SECONDS : DEFAULT_BROKEN_SECONDS : seconds;
        if (time < 1 || time > MAX_SECONDS) {
            throw bad("--seconds " + time + " is not between 1 and " + MAX_SECONDS);
        }
        return new TortureOptions(
                Duration.ofSeconds(time),
                seed == null ? ThreadLocalRandom.current().nextLong() : seed,
                variant,
                part == null ? variant.parts() : List.of(part(part)),
                verbose || HostTerminal.isTerminal(1));
    }

    private BrokenVariant variant(String name) {
        return BrokenVariant.of(name)
                .orElseThrow(
                        () ->
                                bad(
                                        "--broken "
                                                + name
                                                + " is no broken variant; --list-broken prints"
                                                + " them"));
    }

    private Part part(String name) {
        return Part.of(name)
                .orElseThrow(
                        () ->
                                bad(
                                        "--part %s is none of %s"
                                                .formatted(
                                                        name,
                                                        Part.ALL.stream()
                                                                .map(Part::label)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
