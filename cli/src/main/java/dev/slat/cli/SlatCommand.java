package dev.slat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slat} itself, which only knows its commands. */
@Command(
        name = "slat",
        description = "Boots Linux for RISC-V inside a Java process.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            FetchCommand.class,
            DoctorCommand.class,
            TortureCommand.class,
            VectorsCommand.class,
            IsaCommand.class,
            LitmusCommand.class,
            FuzzCommand.class,
            VersionCommand.class
        },
        footer = {"", "'slat COMMAND --help' tells more; 'slat run' boots without any option."})
final class SlatCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: run, fetch, doctor, torture, vectors, isa, litmus, fuzz or"
                        + " version");
    }
}
