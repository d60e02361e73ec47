package dev.slat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slat fuzz}, which only knows what can be fuzzed. */
@Command(
        name = "fuzz",
        description = "Feeds a part of Slat with rubbish, until it breaks or the time is over.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "PART",
        subcommands = FuzzIsaCommand.class)
final class FuzzCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to fuzz is missing: isa");
    }
}
