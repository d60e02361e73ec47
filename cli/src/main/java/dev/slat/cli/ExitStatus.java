package dev.slat.cli;

/**
 * What the process tells its caller; the numbers from 124 on are those of timeout(1) and the shell.
 */
final class ExitStatus {
    static final int OK = 0;

    /** Slat could not do what was asked: nothing to fetch from, a broken host. */
    static final int FAILED = 1;

    /** A bad option, a bad file: nothing was started. */
    static final int USAGE = 2;

    /** {@code --timeout} ran out. */
    static final int TIMED_OUT = 124;

    /** The guest failed: it panicked, never started, or ended before its command did. */
    static final int GUEST_FAILED = 125;

    /** Somebody left by Ctrl-A x before the command had ended. */
    static final int INTERRUPTED = 130;

    /** Nobody reads standard output any more. */
    static final int OUTPUT_CLOSED = 141;

    private ExitStatus() {}
}
