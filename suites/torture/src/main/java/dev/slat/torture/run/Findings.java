package dev.slat.torture.run;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** How often each check was made, how often it failed, and the first failure in words. */
public final class Findings {
    private final Map<Check, LongAdder> passed = adders();
    private final Map<Check, LongAdder> failed = adders();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();
    private final CountDownLatch decided = new CountDownLatch(1);
    private final boolean firstDecides;

    /** With {@code firstDecides} the run is over when something is found. */
    public Findings(boolean firstDecides) {
        this.firstDecides = firstDecides;
    }

    public void passed(Check check) {
        of(passed, check).increment();
    }

    public void passed(Check check, long times) {
        of(passed, check).add(times);
    }

    public void failed(Check check, String what) {
        failed(check, what, 1);
    }

    public void failed(Check check, String what, long times) {
        of(failed, check).add(times);
        first.compareAndSet(null, check.label() + ": " + what.lines().findFirst().orElse(""));
        if (firstDecides) {
            decided.countDown();
        }
    }

    /** Passed if {@code good}, else failed. */
    public void require(boolean good, Check check, String what) {
        if (good) {
            passed(check);
        } else {
            failed(check, what);
        }
    }

    /** Passed if {@code good}, else failed so many times. */
    public void require(boolean good, Check check, String what, long times) {
        if (good) {
            passed(check);
        } else {
            failed(check, what, times);
        }
    }

    /** Waits until the time is over or nothing more needs to be found. */
    public void awaitDecision(long nanos) throws InterruptedException {
        var _ = decided.await(nanos, TimeUnit.NANOSECONDS);
    }

    public boolean isDecided() {
        return decided.getCount() == 0;
    }

    public long passes(Check check) {
        return of(passed, check).sum();
    }

    public long failures(Check check) {
        return of(failed, check).sum();
    }

    public long failures() {
        return failed.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public Optional<String> first() {
        return Optional.ofNullable(first.get());
    }

    private static LongAdder of(Map<Check, LongAdder> adders, Check check) {
        return Objects.requireNonNull(adders.get(check));
    }

    private static Map<Check, LongAdder> adders() {
        Map<Check, LongAdder> adders = new EnumMap<>(Check.class);
        for (Check check : Check.values()) {
            adders.put(check, new LongAdder());
        }
        return adders; // never changed again
    }
}
