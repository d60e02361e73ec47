package dev.slat.riscv;

/** Placeholder while the interface settles. */
public abstract class Hart {
    Hart() {}

    // SHAPE (for machine): new Hart(int id, GuestView view, HartEnvironment environment)
    public abstract int id();

    public abstract long register(int index);

    public abstract void setRegister(int index, long value);

    public abstract long pc();

    /** Resets to S-mode at pc with a0, a1; satp and interrupts off. Owner thread or before run. */
    public abstract void reset(long pc, long a0, long a1);

    /** Runs guest code on the calling thread until {@link #stop}. */
    public abstract void run();

    /** Any thread: makes run return soon; also wakes the hart from WFI. */
    public abstract void stop();

    /** Any thread: drives an interrupt-pending bit of sip (1 = SSIP, 5 = STIP, 9 = SEIP). */
    public abstract void setInterrupt(int bit, boolean high);

    /**
     * Owner thread: absolute time (HartEnvironment.time ticks, unsigned) of the next timer
     * interrupt (SBI set_timer; the same register as stimecmp).
     */
    public abstract void setTimer(long deadline);

    /**
     * Any thread: the hart does an sfence.vma (all) and/or fence.i before its next instruction.
     * Does not wait.
     */
    public abstract void remoteFence(boolean vma, boolean instructions);

    /** Instructions retired. */
    public abstract long instructionsRetired();
}
