package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

/** What callbacks run, and what becomes of their errors. */
final class Reclaim {
    private static final System.Logger LOG = System.getLogger("dev.slat.srcu");

    private Reclaim() {}

    static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("closing " + resource + " failed", e);
        }
    }

    /** Runs a callback; its error is reported and stops nobody. */
    static void run(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            report("the SRCU callback %s failed", callback, e);
        }
    }

    /**
     * Never fails, whatever {@code of} says of itself.
     *
     * @param what with a place for {@code of}
     */
    static void report(String what, Object of, @Nullable Throwable why) {
        try {
            LOG.log(System.Logger.Level.WARNING, what.formatted(of), why);
        } catch (Throwable ignored) {
            // A logger or a toString() that throws, or no memory. The caller goes on: a callback
            // that is due must run.
        }
    }
}
