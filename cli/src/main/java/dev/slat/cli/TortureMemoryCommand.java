package dev.slat.cli;

import dev.slat.torture.memory.BrokenMemory;
import dev.slat.torture.memory.MemoryTorture;
import dev.slat.torture.memory.MemoryTortureOptions;
import dev.slat.torture.run.Verdict;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.List;

/** {@code slat torture memory}: slots come and go until somebody sees memory that has gone. */
@Command(
        name = "memory",
        description = {
            "Tortures guest memory: slots come, move and go, host pages are replaced and devices"
                    + " change while harts and devices use them. The last line is the verdict:"
                    + " SUCCESS or FAILURE, with counts, the seed and the first failure.",
            "",
            "Half of the time goes to a second process, in which any use of memory that was freed"
                    + " is a crash. The seed determines what each thread chooses, not when the"
                    + " system lets it run."
        })
final class TortureMemoryCommand extends TortureRun<BrokenMemory> {
    @Option(
            names = "--cpus",
            paramLabel = "N",
            defaultValue = "2",
            description = "Harts, 1 to 16. Default: ${DEFAULT-VALUE}.")
    int cpus = 2;

    @Override
    List<BrokenMemory> variants() {
        return BrokenMemory.broken();
    }

    @Override
    int brokenSeconds() {
        return 60;
    }

    @Override
    Verdict torture(Wanted<BrokenMemory> wanted, PrintWriter out) throws InterruptedException {
        if (cpus < 1 || cpus > MemoryTortureOptions.MAX_HARTS) {
            throw bad("--cpus " + cpus + " is not between 1 and " + MemoryTortureOptions.MAX_HARTS);
        }
        return MemoryTorture.run(
                new MemoryTortureOptions(
                        wanted.time(),
                        wanted.seed(),
                        cpus,
                        wanted.broken().orElse(BrokenMemory.NONE),
                        wanted.isVerbose()),
                out);
    }
}
