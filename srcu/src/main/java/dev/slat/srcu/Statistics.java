package dev.slat.srcu;

import java.time.Duration;

/**
 * Counts and times of a domain since its creation.
 *
 * @param gracePeriods how many have ended; callers that share one count once
 * @param longestGracePeriod the longest of them
 * @param stalls reports of a grace period that waited too long
 * @param readers registered now
 * @param callbacksQueued callbacks taken on
 * @param callbacksCompleted of these, how many have run
 */
public record Statistics(
        long gracePeriods,
        Duration longestGracePeriod,
        long stalls,
        int readers,
        long callbacksQueued,
        long callbacksCompleted) {
    /** Callbacks that wait for a grace period or for their turn. */
    public long callbacksWaiting() {
        return callbacksQueued - callbacksCompleted;
    }
}
