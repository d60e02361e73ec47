package dev.slat.cli;

/** Ends the command with one line for the user and an exit status; never with a stack trace. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private CommandException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The user asked for something that cannot be: status 2. */
    static CommandException usage(String message) {
        return new CommandException(ExitStatus.USAGE, message);
    }

    /** What was asked for failed: status 1. */
    static CommandException failed(String message) {
        return new CommandException(ExitStatus.FAILED, message);
    }

    int status() {
        return status;
    }
}
