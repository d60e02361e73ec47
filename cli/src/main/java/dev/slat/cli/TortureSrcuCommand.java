package dev.slat.cli;

import dev.slat.torture.BrokenVariant;
import dev.slat.torture.Part;
import dev.slat.torture.Torture;
import dev.slat.torture.TortureOptions;
import dev.slat.torture.run.Verdict;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.List;
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
        })
final class TortureSrcuCommand extends TortureRun<BrokenVariant> {
    @Option(
            names = "--part",
            paramLabel = "NAME",
            description = "Only this part: mix, store-miss, stragglers or progress.")
    @Nullable String part;

    @Override
    List<BrokenVariant> variants() {
        return BrokenVariant.broken();
    }

    @Override
    int brokenSeconds() {
        return 30;
    }

    @Override
    Verdict torture(Wanted<BrokenVariant> wanted, PrintWriter out) throws InterruptedException {
        BrokenVariant variant = wanted.broken().orElse(BrokenVariant.NONE);
        List<Part> parts = part == null ? variant.parts() : List.of(part(part));
        variant.whyHidden()
                .ifPresent(
                        why -> {
                            throw CommandException.usage(why);
                        });
        return Torture.srcu(
                new TortureOptions(
                        wanted.time(), wanted.seed(), variant, parts, wanted.isVerbose()),
                out);
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
}
