package dev.slat.memory.dma;

import java.util.List;

/**
 * The fault record of a domain at one moment.
 *
 * @param latest the last faults, oldest first
 * @param dropped how many older ones were dropped for want of room
 */
public record DmaFaults(List<DmaFault> latest, long dropped) {
    /** A record that does not change. */
    public DmaFaults {
        latest = List.copyOf(latest);
    }

    /** How many faults there have been. */
    public long total() {
        return dropped + latest.size();
    }
}
