package dev.slat.memory.stage2;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * What other threads ask of one hart, and whether it may be using cached translations: KVM's {@code
 * vcpu->requests} and {@code vcpu->mode} (Documentation/virt/kvm/vcpu-requests.rst).
 *
 * <h2>The protocol</h2>
 *
 * <pre>
 *   requester: set the bit (atomic, full fence); read the mode
 *   hart:      set the mode to IN_GUEST (volatile, full fence); read the bits
 * </pre>
 *
 * At least one of the two sees the other. A requester that reads OUTSIDE need not wait: the hart
 * finds the bit before it uses a translation again. A requester that reads IN_GUEST waits until the
 * hart has taken the bits or has left guest mode. The hart's guest accesses come before its taking
 * (an atomic exchange) and before its leaving (a volatile store), so when the wait ends they are
 * done. A hart that blocks, in a device or in WFI, is OUTSIDE and never waited for.
 */
public final class HartRequests {
    private static final int OUTSIDE = 0;
    private static final int IN_GUEST = 1;

    /** Tries before a waiter sleeps: a running hart polls every few guest instructions. */
    private static final int SPINS = 500;

    private static final long SLEEP_NANOS = 20_000;

    private static final VarHandle BITS;

    static {
        try {
            BITS = MethodHandles.lookup().findVarHandle(HartRequests.class, "bits", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int bits;
    private volatile int mode = OUTSIDE;

    /** Times the bits were taken; written by the owner only. */
    private volatile int taken;

    /** The owner while it is parked or about to be. */
    private volatile @Nullable Thread parked;

    /** Owner: whether a request waits. The poll of every back edge: one acquire load. */
    public boolean pending() {
        return (int) BITS.getAcquire(this) != 0;
    }

    /** Owner: whether a request waits that is none of these. */
    public boolean isPendingBeyond(int known) {
        return ((int) BITS.getAcquire(this) & ~known) != 0;
    }

    /** Owner: takes all requests. What was written before they were made is visible. */
    public int take() {
        // Counted first: whoever sees the count move knows that its bit, set before, is about to be
        // taken and that no guest access comes between.
        int next = taken + 1;
        taken = next;
        return (int) BITS.getAndSet(this, 0);
    }

    /** Owner: cached translations may be used from here on, once {@link #pending} was checked. */
    public void enterGuest() {
        mode = IN_GUEST;
        VarHandle.fullFence(); // before the check of the bits; pairs with request
    }

    /** Owner: whether it is between {@link #enterGuest} and {@link #exitGuest}. */
    public boolean isInGuest() {
        return mode == IN_GUEST;
    }

    /** Owner: no cached translation is used until the next {@link #enterGuest}. */
    public void exitGuest() {
        mode = OUTSIDE;
    }

    /** Any thread: makes requests and wakes the hart if it is parked; does not wait. */
    public void request(int wanted) {
        BITS.getAndBitwiseOr(this, wanted);
        VarHandle.fullFence(); // before the mode and the parked thread; pairs with enterGuest, park
        Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Any thread but a hart in guest mode: waits until the hart has taken the requests made before
     * the call, or is outside guest mode. Two harts may wait for each other, as both are outside.
     */
    public void awaitHandled(int wanted) {
        int before = taken;
        int tries = 0;
        while (mode != OUTSIDE && (bits & wanted) != 0 && taken == before) {
            if (++tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, SLEEP_NANOS);
            }
        }
    }

    /** Owner, outside guest mode: sleeps until a request comes or the time is over. */
    public void park(long nanos) {
        parked = Thread.currentThread();
        VarHandle.fullFence(); // before the check of the bits; pairs with request
        try {
            if (bits == 0) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            parked = null;
        }
    }
}
