package dev.slat.torture;

import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

/**
 * Numbers the callbacks that one thread gives to one executor, and checks that they run in that
 * order, each once.
 */
final class CallOrder {
    private final Findings findings;
    private long issued;

    /** Plain: callbacks of one executor run one after another, whatever thread they run on. */
    private long ran;

    CallOrder(Findings findings) {
        this.findings = findings;
    }

    /** The next callback, as it is to be given away. */
    Runnable next(Runnable callback) {
        long number = issued++;
        return () -> {
            findings.require(
                    ran == number,
                    Check.ORDER,
                    "callback %d of its caller runs as number %d".formatted(number, ran));
            ran++;
            callback.run();
        };
    }
}
