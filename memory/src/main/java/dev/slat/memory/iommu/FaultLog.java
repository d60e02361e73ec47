package dev.slat.memory.iommu;

import dev.slat.memory.dma.DmaFault;
import dev.slat.memory.dma.DmaFaults;

import java.util.ArrayDeque;

/**
 * The last faults of a domain. A guest can make a device fault as often as it likes, so there is
 * room for a few only, and the oldest go first: the last ones tell what the guest does now.
 *
 * <p>Threads: any.
 */
public final class FaultLog {
    /** As many as a person reads; hardware has fewer (8 in many an Intel VT-d unit). */
    public static final int CAPACITY = 64;

    /** Guarded by this. */
    private final ArrayDeque<DmaFault> latest = new ArrayDeque<>(CAPACITY);

    /** Guarded by this. */
    private long dropped;

    /** An empty record. */
    public FaultLog() {}

    /** Adds a fault, in the place of the oldest if there is no room. */
    public synchronized void add(DmaFault fault) {
        if (latest.size() == CAPACITY) {
            latest.remove();
            dropped++;
        }
        latest.add(fault);
    }

    /** The record as it is now. */
    public synchronized DmaFaults snapshot() {
        return new DmaFaults(latest.stream().toList(), dropped);
    }
}
