package dev.slat.machine.harts;

/** States of a hart (RISC-V SBI 2.0, chapter 9, table of HSM hart states). */
public enum HartState {
    /** Runs guest code. */
    STARTED(0),
    /** Runs nothing until another hart, or the machine, starts it. */
    STOPPED(1),
    /** Asked to start; its thread has not begun yet. */
    START_PENDING(2),
    /** Asked to stop; it leaves the guest next. */
    STOP_PENDING(3),
    /** Sleeps in a retentive suspend until an interrupt. */
    SUSPENDED(4);

    private final int code;

    HartState(int code) {
        this.code = code;
    }

    /** The number that SBI gives it. */
    public int code() {
        return code;
    }
}
