package dev.slat.cli;

import java.time.Duration;

/** How a run came to its end. */
sealed interface Ending {
    /** The guest switched itself off. */
    record PoweredOff() implements Ending {}

    /** The guest asked for a restart. */
    record Reset() implements Ending {}

    /**
     * The machine or its guest failed; {@code reason} is a phrase such as "the kernel panicked".
     */
    record Failed(String reason) implements Ending {}

    /** The user left by Ctrl-A x. */
    record Left() implements Ending {}

    /** The limit that the user gave has passed. */
    record TimedOut(Duration limit) implements Ending {}

    /** Standard output cannot be written any more. */
    record OutputClosed() implements Ending {}
}
