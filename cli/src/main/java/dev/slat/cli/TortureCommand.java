package dev.slat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slat torture}, which only knows what can be tortured. */
@Command(
        name = "torture",
        description = "Tortures a part of Slat, and ends in a verdict.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "PART",
        subcommands = {TortureSrcuCommand.class, TortureMemoryCommand.class})
final class TortureCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to torture is missing: srcu or memory");
    }
}
