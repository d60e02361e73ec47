package dev.slat.torture.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The threads of one part of a run, from their start until all have ended. */
public final class Crew {
    /** What a thread does; it ends soon after {@link #goesOn} says no. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    /** For the last section or grace period of each thread, on a machine that is very busy. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Findings findings;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    public Crew(Findings findings) {
        this.findings = findings;
    }

    public boolean goesOn() {
        return !over;
    }

    public void start(String name, Task task) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> run(task)));
    }

    public void startVirtual(String name, Task task) {
        threads.add(Thread.ofVirtual().name(name).start(() -> run(task)));
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (Throwable e) {
            findings.failed(
                    Check.ERROR,
                    "%s: %s at %s"
                            .formatted(
                                    Thread.currentThread().getName(),
                                    e,
                                    List.of(e.getStackTrace()).stream().findFirst().orElse(null)));
        }
    }

    /**
     * Lets them work for a time, or until nothing more needs to be found, and ends them.
     *
     * @return false if one does not end: then nothing else can be done with the domain
     */
    public boolean work(long nanos) throws InterruptedException {
        findings.awaitDecision(nanos);
        over = true;
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (Thread thread : threads) {
            long left = Math.max(1, deadline - System.nanoTime());
            if (!thread.join(Duration.ofNanos(left))) {
                findings.failed(
                        Check.PROGRESS,
                        "%s has not ended after %d s; it is at %s"
                                .formatted(
                                        thread.getName(),
                                        LIMIT.toSeconds(),
                                        List.of(thread.getStackTrace())));
                return false;
            }
        }
        return true;
    }
}
