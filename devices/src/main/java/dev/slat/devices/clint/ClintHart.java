package dev.slat.devices.clint;

/**
 * What the CLINT drives at one hart. Threads: any; called inside the CLINT's monitor, so it must
 * not wait.
 */
public interface ClintHart {
    /** The level of M-mode's software interrupt. */
    void software(boolean high);

    /** The time, in ticks of the board and unsigned, from which M-mode's timer interrupt is due. */
    void deadline(long ticks);
}
