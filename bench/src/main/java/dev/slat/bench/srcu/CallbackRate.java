package dev.slat.bench.srcu;

import dev.slat.srcu.Srcu;
import dev.slat.srcu.Statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Callbacks a second, from threads that call as fast as back-pressure lets them. */
final class CallbackRate {
    private static final int LIMIT = 100_000;

    private CallbackRate() {}

    static void measure(int producers, long nanos) throws InterruptedException {
        Srcu domain = Srcu.builder("bench").callbackLimit(LIMIT, Duration.ofSeconds(30)).build();
        flood(domain, producers, nanos / 3); // warms up
        Statistics before = domain.statistics();
        long start = System.nanoTime();
        flood(domain, producers, nanos);
        double seconds = (System.nanoTime() - start) / 1e9;
        Statistics after = domain.statistics();
        Child.print("rate", (after.callbacksCompleted() - before.callbacksCompleted()) / seconds);
        Child.print("grace-periods", (after.gracePeriods() - before.gracePeriods()) / seconds);
        domain.close();
    }

    private static void flood(Srcu domain, int producers, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        Runnable reclaim = () -> {};
                                        while (System.nanoTime() < end) {
                                            domain.call(reclaim);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        domain.awaitCallbacks();
    }
}
