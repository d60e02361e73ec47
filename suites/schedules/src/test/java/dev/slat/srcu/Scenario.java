package dev.slat.srcu;

import org.jetbrains.lincheck.Lincheck;

import java.util.function.Supplier;

/**
 * Some threads and what they share, run again and again in other schedules by Lincheck.
 *
 * <p>Lincheck switches threads where shared memory is touched, and takes for shared what a static
 * field leads to. It does not look into the closures of Java lambdas. So a scenario keeps what its
 * threads share in fields, and stands in a static field itself.
 *
 * <p>Lincheck is sequentially consistent: it finds an error in a protocol, never a missing fence
 * (that is what suites/stress is for). Its clock stands still, so a grace period spins until
 * Lincheck lets the reader run, and sleeps are not explored.
 */
abstract class Scenario {
    @SuppressWarnings("unused") // makes the scenario shared
    private static volatile Scenario current;

    private volatile Throwable failure;

    /** What the first thread does; it starts the others and ends with {@link #join}. */
    abstract void run();

    /**
     * Runs {@code schedules} of them; throws a LincheckAssertionError if one fails or hangs.
     *
     * @param scenarios a lambda, not a constructor reference: what that makes is not seen by
     *     Lincheck, which then switches nowhere, and every exploration passes
     */
    static void explore(int schedules, Supplier<Scenario> scenarios) {
        Lincheck.runConcurrentTest(
                schedules,
                () -> {
                    Scenario scenario = scenarios.get();
                    current = scenario;
                    scenario.run();
                });
    }

    /** Starts a thread whose failure is the scenario's. */
    final Thread start(Runnable action) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                action.run();
                            } catch (Throwable e) {
                                failure = e;
                            }
                        });
        thread.start();
        return thread;
    }

    final void join(Thread... threads) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
