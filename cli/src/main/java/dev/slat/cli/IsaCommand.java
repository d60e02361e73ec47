package dev.slat.cli;

import dev.slat.conformance.isa.IsaException;
import dev.slat.conformance.isa.IsaOptions;
import dev.slat.conformance.isa.IsaTests;
import dev.slat.conformance.isa.set.ArchitectureSet;
import dev.slat.riscv.Isa;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code slat isa}: what the hart does with bare test programs. */
@Command(
        name = "isa",
        description = {
            "Runs bare RISC-V programs in M-mode on a board with RAM at 0x80000000, as"
                    + " riscv-tests and the architecture tests expect: an ELF file is entered at"
                    + " its own address, ends by 'tohost' or the test finisher, and may leave a"
                    + " signature. The last line counts the files."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all passed",
            "1:some failed",
            "2:bad option, or a file that is no program for this machine"
        })
final class IsaCommand implements Callable<Integer> {
    /** What runs the instructions. */
    enum Engine {
        /** The semantic oracle. */
        INTERPRETER
    }

    private static final int MAX_CPUS = 64;
    private static final List<Integer> GRANULARITIES = List.of(1, 2, 4, 8, 16);

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Programs, ELF64.")
    List<Path> files = List.of();

    @Option(
            names = "--set",
            paramLabel = "FOLDER",
            description = "Put Slat's own architecture set into this folder, and run it.")
    @Nullable Path set;

    @Option(
            names = "--signature",
            paramLabel = "FILE",
            description = "Write the program's signature here, hexadecimal, a word a line.")
    @Nullable Path signature;

    @Option(
            names = "--signature-granularity",
            paramLabel = "BYTES",
            description = "Bytes of a word: 1, 2, 4, 8 or 16. Default: 4.")
    int granularity = 4;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeLimit.class,
            description = "The most time for one program: 90, 10s, 5m. Default: 60s.")
    Duration timeout = Duration.ofSeconds(60);

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemorySize.class,
            description = "The board's memory: 512M, 2G; a bare number is MiB. Default: 128M.")
    long memory = 128L << 20;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            description = "Harts, all of which begin at the program's entry. Default: 1.")
    int cpus = 1;

    @Option(
            names = "--isa",
            paramLabel = "ISA",
            converter = IsaOption.class,
            description =
                    "The extensions that the harts have: rv64gc, rv64imac_zba_zbb. Default: all"
                            + " there are.")
    Isa isa = Isa.all();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "What runs the instructions: ${COMPLETION-CANDIDATES}.")
    Engine engine = Engine.INTERPRETER;

    @Override
    public Integer call() throws InterruptedException {
        if (!GRANULARITIES.contains(granularity)) {
            throw bad("--signature-granularity " + granularity + " is not 1, 2, 4, 8 or 16");
        }
        if (files.isEmpty() == (set == null)) {
            throw bad(
                    set == null
                            ? "what to run is missing: a file, or --set"
                            : "--set " + set + " takes no files, but there is " + files.getFirst());
        }
        if (signature != null && files.size() != 1) {
            throw bad("--signature " + signature + " is for one program");
        }
        if (cpus < 1 || cpus > MAX_CPUS) {
            throw bad("--cpus " + cpus + " is not between 1 and " + MAX_CPUS);
        }
        var options = new IsaOptions(memory, cpus, isa, timeout, signature, granularity);
        try {
            List<Path> programs = set == null ? files : ArchitectureSet.write(set);
            boolean passed = IsaTests.run(programs, options, spec.commandLine().getOut());
            return passed ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (IOException e) {
            throw CommandException.usage("--set " + set + " cannot be written: " + e.getMessage());
        } catch (IsaException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
