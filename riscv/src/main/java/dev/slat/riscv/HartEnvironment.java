package dev.slat.riscv;

/**
 * What a hart needs from the machine around it.
 *
 * <p>Threads: each method is called on the hart's own thread; one environment serves all harts.
 */
public interface HartEnvironment {
    /** The board's clock in ticks of the device tree's timebase-frequency; never runs back. */
    long time();

    /** Ticks of {@link #time} in a second. */
    long timeFrequency();

    /**
     * An {@code ecall} from S-mode: an SBI call, arguments and results in the hart's registers. The
     * hart is outside guest mode, and goes on after the {@code ecall} when this returns, unless the
     * call has stopped or reset it.
     */
    void supervisorCall(Hart hart);
}
