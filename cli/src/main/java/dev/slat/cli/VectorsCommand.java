package dev.slat.cli;

import dev.slat.conformance.vectors.VectorException;
import dev.slat.conformance.vectors.Vectors;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** {@code slat vectors}: whether guest memory behaves as the real KVM's does. */
@Command(
        name = "vectors",
        description = {
            "Replays scenarios of memory-slot calls and guest accesses whose answers a real KVM"
                    + " gave, and prints each answer that differs. The last line counts the"
                    + " files.",
            "",
            "With --against-kvm, random scenarios run on this host's KVM and on Slat; one that"
                    + " differs is saved in the current folder."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:no difference, or no /dev/kvm for --against-kvm",
            "1:differences",
            "2:bad option, or a file that is no scenario"
        })
final class VectorsCommand implements Callable<Integer> {
    private static final int DEFAULT_COUNT = 100;
    private static final int MAX_COUNT = 1_000_000;

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Scenario files, or folders that are searched for *.kvm.")
    List<Path> paths = List.of();

    @Option(names = "--against-kvm", description = "Compare with this host's /dev/kvm.")
    boolean againstKvm;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The first scenario's number; without it, any.")
    @Nullable Integer seed;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many random scenarios. Default: 100.")
    @Nullable Integer count;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        checkOptions();
        try {
            boolean equal =
                    againstKvm
                            ? Vectors.againstKvm(seed(), scenarios(), out)
                            : Vectors.replay(paths, out);
            return equal ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (VectorException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private void checkOptions() {
        if (againstKvm && !paths.isEmpty()) {
            throw bad("--against-kvm takes no files, but there is " + paths.getFirst());
        }
        if (!againstKvm && paths.isEmpty()) {
            throw bad("what to replay is missing: a file, a folder, or --against-kvm");
        }
        if (!againstKvm && seed != null) {
            throw bad("--seed " + seed + " is for --against-kvm");
        }
        if (!againstKvm && count != null) {
            throw bad("--count " + count + " is for --against-kvm");
        }
        if (scenarios() < 1 || scenarios() > MAX_COUNT) {
            throw bad("--count " + count + " is not between 1 and " + MAX_COUNT);
        }
    }

    private int seed() {
        return seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
    }

    private int scenarios() {
        return count == null ? DEFAULT_COUNT : count;
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
