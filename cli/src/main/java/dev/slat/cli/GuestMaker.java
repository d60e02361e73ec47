package dev.slat.cli;

import java.io.InputStream;
import java.io.OutputStream;

/** Makes machines. A run asks for another one when its guest restarts. */
@FunctionalInterface
interface GuestMaker {
    /**
     * A machine that has not been started.
     *
     * @param output gets what the guest writes to its console
     * @param input what the guest reads from it
     * @throws CommandException if the files or the sizes cannot be used
     */
    Guest make(RunOptions options, GuestFiles files, OutputStream output, InputStream input);
}
