package dev.slat.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;

/** The entry of the {@code slat} command. */
public final class Main {
    private Main() {}

    /** Runs the command that {@code arguments} name and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SlatCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a guest's command may begin with @
                .setUsageHelpLongOptionsMaxWidth(24)
                .setParameterExceptionHandler(Main::badArguments)
                .setExecutionExceptionHandler(Main::failure);
    }

    private static int badArguments(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        err.println("slat: " + firstLine(messageOf(e)) + " (see " + command + " --help)");
        return ExitStatus.USAGE;
    }

    private static int failure(Exception e, CommandLine commandLine, ParseResult result) {
        int status = e instanceof CommandException ours ? ours.status() : ExitStatus.FAILED;
        commandLine.getErr().println("slat: " + firstLine(messageOf(e)));
        if (System.getenv("SLAT_TRACE") != null) {
            e.printStackTrace(commandLine.getErr());
        }
        return status;
    }

    private static String messageOf(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
