package dev.slat.srcu;

import java.lang.invoke.VarHandle;

/**
 * Read sections of threads that hold no {@link Reader}: counted in stripes, in two banks.
 *
 * <h2>Which sections a grace period waits for</h2>
 *
 * The heavy barrier that begins it decides for each thread. An entry counted before the thread
 * passed it is visible afterwards. One counted after reads the new links, and nobody needs to wait
 * for it. So the owner of a stripe runs no fence, like a registered reader.
 *
 * <h2>Why there is no summing</h2>
 *
 * The kernel (kernel/rcu/srcutree.c) counts entries and exits apart and sums both over all
 * processors, because a section may leave on another processor than it came on. Here the section
 * knows its stripe. So each stripe is drained by itself: once it was seen at 0, all the sections
 * that it had at the barrier have ended.
 *
 * <h2>Why two banks</h2>
 *
 * So that newcomers do not keep a grace period waiting. A reader may load the bank's number, stall,
 * and count itself in a bank that earlier grace periods have left: so both banks are drained. The
 * one that is not current is first, because hardly anybody enters it; then the flip sends newcomers
 * there, so that the other one runs dry however many they are.
 */
final class AnonymousReaders extends StripeTable {
    private final Srcu domain;
    private volatile int bank;

    AnonymousReaders(Srcu domain) {
        this.domain = domain;
    }

    Srcu domain() {
        return domain;
    }

    // Made in one place, whoever enters: compiled code keeps the section in registers only so.
    AnonymousSection enter() {
        Thread thread = Thread.currentThread();
        long id = thread.threadId();
        int entered = bank;
        Stripe stripe = at(id);
        if (stripe.isOwnedBy(id)) {
            stripe.enterOwned(entered);
        } else {
            stripe = thread.isVirtual() ? shared(id) : claim(thread);
            enterWithoutOwn(stripe, entered);
        }
        if (Barrier.READERS_FENCE) {
            VarHandle
                    .fullFence(); // (B) entry before data; pairs with Barrier.heavy in GracePeriods
        }
        return new AnonymousSection(this, stripe, entered);
    }

    /** An entry that any thread may end: in a shared stripe. */
    Handover down() {
        Stripe stripe = shared(Thread.currentThread().threadId());
        int entered = bank;
        enterWithoutOwn(stripe, entered);
        if (Barrier.READERS_FENCE) {
            VarHandle.fullFence(); // (B)
        }
        return new Handover(this, stripe, entered);
    }

    private void enterWithoutOwn(Stripe stripe, int entered) {
        if (!stripe.isShared()) {
            stripe.enterOwned(entered); // claimed just now
            return;
        }
        stripe.enterShared(entered);
        if (domain.isClosed()) {
            var _ = stripe.exitShared(entered);
            throw new SrcuException.Closed(domain.name());
        }
    }

    /** Counts an exit where its entry was counted. */
    void exit(Stripe stripe, int entered) {
        boolean asked;
        if (stripe.isOwnedBy(Thread.currentThread().threadId())) {
            asked = stripe.exitOwned(entered);
        } else if (stripe.isShared()) {
            asked = stripe.exitShared(entered);
        } else {
            asked = exitForAnother(stripe, entered);
        }
        if (asked) {
            domain.wakeUpdater();
        }
    }

    private Stripe claim(Thread thread) {
        domain.requireOpen();
        Stripe own = claimPlace(thread);
        return own == null ? shared(thread.threadId()) : own;
    }

    private boolean exitForAnother(Stripe stripe, int entered) {
        // Two threads would count in the stripe at once, and lose one of the two exits.
        if (!stripe.isAbandoned()) {
            throw new SrcuException.Misuse(
                    "section of SRCU domain %s, entered by %s, closed by %s: use down()"
                            .formatted(domain.name(), stripe.thread(), Thread.currentThread()));
        }
        synchronized (this) {
            return stripe.exitOwned(entered);
        }
    }

    int idleBank() {
        return 1 - bank;
    }

    /** New readers go to the other bank. Only the thread that runs the grace period. */
    void flip() {
        // Only so that newcomers do not keep an updater waiting: what makes the two drains safe is
        // the heavy barrier before them.
        bank = idleBank();
    }
}
