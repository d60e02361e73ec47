package dev.slat.memory.bus;

/**
 * A level-triggered interrupt line from a device to an interrupt controller, or from a controller
 * to a hart.
 *
 * <p>Threads: any. A call that repeats the present level does nothing. Whatever the caller wrote
 * before it raised the line is visible to the hart that takes the interrupt.
 */
@FunctionalInterface
public interface IrqLine {
    /** Drives the line high ({@code true}: interrupt asserted) or low. */
    void set(boolean high);
}
