package dev.slat.riscv;

import dev.slat.memory.host.Window;

/**
 * {@code wrs.nto} and {@code wrs.sto} (Zawrs): wait until another hart stores to what load-reserved
 * has reserved, or an interrupt is pending.
 *
 * <p>The hart stays in guest mode, so each turn looks for requests: a flush of the reserved page
 * waits for no longer than a turn. Both kinds end after a while, as the manual lets them.
 */
final class ReservationWait extends SystemTerminators.SystemTerminator {
    /** Some microseconds: as long as another hart holds a lock that is worth spinning for. */
    private static final int SHORT_TURNS = 200;

    /** A fraction of a millisecond: longer, and the processor is better left to others. */
    private static final int LONG_TURNS = 10_000;

    private final boolean timeout;

    ReservationWait(Site site, boolean timeout) {
        super(site);
        this.timeout = timeout;
    }

    @Override
    void execute(Hart h, long[] x) {
        boolean woken = await(h, timeout ? SHORT_TURNS : LONG_TURNS);
        boolean bounded = h.privilege != Privilege.MACHINE && (h.csrs.status & Csrs.TW) != 0;
        if (!woken && !timeout && bounded) {
            throw h.illegalInstruction();
        }
    }

    /** Whether what is waited for came; without a reservation there is nothing to wait for. */
    private static boolean await(Hart h, int turns) {
        for (int turn = 0; turn < turns; turn++) {
            if (!isReserved(h) || h.hasRequest()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return (h.pendingInterrupts() & h.interrupts.enabled) != 0;
    }

    /** The value tells, as it does for store-conditional. */
    private static boolean isReserved(Hart h) {
        long hva = h.reservedAddress;
        if (hva < 0) {
            return false;
        }
        long value = h.reservedSize == 4 ? Window.getIntVolatile(hva) : Window.getLongVolatile(hva);
        return value == h.reservedValue;
    }
}
