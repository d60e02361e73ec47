package dev.slat.riscv;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hart's interrupts: {@code mip}, {@code mie}, {@code mideleg} and the two timers (privileged
 * specification, "Machine Interrupt Registers" and "Supervisor Timer Register"; Sstc).
 *
 * <p>Threads: the hart's own, but {@link #drive} and {@link #setMachineDeadline}, which any may
 * call; a request to the hart's view follows them and makes them visible in time.
 */
final class Interrupts {
    static final int SUPERVISOR_SOFTWARE = 1;
    static final int MACHINE_SOFTWARE = 3;
    static final int SUPERVISOR_TIMER = 5;
    static final int MACHINE_TIMER = 7;
    static final int SUPERVISOR_EXTERNAL = 9;
    static final int MACHINE_EXTERNAL = 11;

    /** The interrupts that may be delegated to S-mode. */
    static final long SUPERVISOR =
            1 << SUPERVISOR_SOFTWARE | 1 << SUPERVISOR_TIMER | 1 << SUPERVISOR_EXTERNAL;

    static final long ALL =
            SUPERVISOR | 1 << MACHINE_SOFTWARE | 1 << MACHINE_TIMER | 1 << MACHINE_EXTERNAL;

    /** What others drive; M-mode's timer has its deadline instead. */
    private static final long DRIVEN = ALL & ~(1 << MACHINE_TIMER);

    /** Which of several pending interrupts is taken, first to last. */
    private static final int[] PRIORITY = {
        MACHINE_EXTERNAL,
        MACHINE_SOFTWARE,
        MACHINE_TIMER,
        SUPERVISOR_EXTERNAL,
        SUPERVISOR_SOFTWARE,
        SUPERVISOR_TIMER
    };

    static final int NONE = -1;

    /** {@code mie}. */
    long enabled;

    /** {@code mideleg}. */
    long delegated;

    /** {@code stimecmp}, unsigned. */
    private long supervisorDeadline;

    /** {@code menvcfg.STCE}: whether STIP is the outcome of stimecmp. */
    private boolean supervisorTimer;

    /** The CLINT's mtimecmp of this hart, unsigned: written by any hart's store. */
    private volatile long machineDeadline = -1;

    /** Lines that devices and other harts drive, and SSIP, which instructions write too. */
    private final AtomicInteger lines = new AtomicInteger();

    /** STIP and SEIP as M-mode wrote them; each is or-ed with what drives it. */
    private long written;

    /** The timers that had run out when the clock was last looked at. */
    private long expired;

    /** The state of a hart that starts; the lines stay as they are driven. */
    void reset() {
        enabled = 0;
        delegated = 0;
        supervisorDeadline = -1;
        supervisorTimer = false;
        written = 0;
        expired = 0;
    }

    // ---- What drives them.

    static boolean isDriven(int bit) {
        return (bit & ~63) == 0 && (DRIVEN >>> bit & 1) != 0;
    }

    void drive(int bit, boolean high) {
        int mask = 1 << bit;
        if (high) {
            lines.getAndUpdate(l -> l | mask);
        } else {
            lines.getAndUpdate(l -> l & ~mask);
        }
    }

    void setMachineDeadline(long ticks) {
        machineDeadline = ticks;
    }

    void setSupervisorDeadline(long ticks) {
        supervisorDeadline = ticks;
    }

    long supervisorDeadline() {
        return supervisorDeadline;
    }

    void setSupervisorTimer(boolean on) {
        supervisorTimer = on;
        expired &= ~(1 << SUPERVISOR_TIMER);
        written &= ~(1 << SUPERVISOR_TIMER);
    }

    /** Compares the timers with the clock. */
    void look(long now) {
        long past = 0;
        if (supervisorTimer && Long.compareUnsigned(now, supervisorDeadline) >= 0) {
            past |= 1 << SUPERVISOR_TIMER;
        }
        if (Long.compareUnsigned(now, machineDeadline) >= 0) {
            past |= 1 << MACHINE_TIMER;
        }
        expired = past;
    }

    /** Ticks from {@code now} to the next enabled timer, unsigned; -1 if there is none. */
    long ticksToTimer(long now) {
        long ticks = -1;
        if (supervisorTimer && (enabled >>> SUPERVISOR_TIMER & 1) != 0) {
            ticks = supervisorDeadline - now;
        }
        if ((enabled >>> MACHINE_TIMER & 1) != 0) {
            long machine = machineDeadline - now;
            ticks = Long.compareUnsigned(machine, ticks) < 0 ? machine : ticks;
        }
        return ticks;
    }

    // ---- What instructions see and write.

    /** {@code mip}, with the timers as last looked at. */
    long pending() {
        return lines.get() | written | expired;
    }

    /** The part of mip that {@code csrrs} and {@code csrrc} modify: without what is driven. */
    long written() {
        return written | (lines.get() & (1 << SUPERVISOR_SOFTWARE));
    }

    /**
     * Sets the bits of {@code mask} in mip that can be written to {@code value}. SSIP is only
     * touched where {@code old} differs: another hart may have raised it since.
     */
    void write(long old, long value, long mask) {
        long timer = supervisorTimer ? 0 : 1 << SUPERVISOR_TIMER;
        long own = mask & (1 << SUPERVISOR_EXTERNAL | timer);
        written = (written & ~own) | (value & own);
        if (((old ^ value) & mask & (1 << SUPERVISOR_SOFTWARE)) != 0) {
            drive(SUPERVISOR_SOFTWARE, (value >>> SUPERVISOR_SOFTWARE & 1) != 0);
        }
    }

    // ---- Which one is taken.

    /** The interrupt that is taken in this mode, or {@link #NONE}. */
    int due(int privilege, long status) {
        long candidates = pending() & enabled;
        if (candidates == 0) {
            return NONE;
        }
        long machine = candidates & ~delegated;
        if (machine != 0 && isOpen(Privilege.MACHINE, privilege, status & Csrs.MIE)) {
            return first(machine);
        }
        long supervisor = candidates & delegated;
        if (supervisor != 0 && isOpen(Privilege.SUPERVISOR, privilege, status & Csrs.SIE)) {
            return first(supervisor);
        }
        return NONE;
    }

    /** A lower mode is always interrupted, a higher one never, the same one if it allows it. */
    private static boolean isOpen(int target, int privilege, long enable) {
        return privilege < target || (privilege == target && enable != 0);
    }

    private static int first(long candidates) {
        for (int bit : PRIORITY) {
            if ((candidates >>> bit & 1) != 0) {
                return bit;
            }
        }
        return NONE;
    }
}
