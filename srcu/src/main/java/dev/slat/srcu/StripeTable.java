package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Finds the stripe of a thread: its own if it is a platform thread that could get one, else a
 * shared one.
 *
 * <p>Owned stripes stand in a table at the thread's id modulo its size; ids are never used again. A
 * thread claims its place once. Where a living thread stands already, the table doubles, up to a
 * limit; beyond it the thread counts in a shared stripe, which is slower and just as right. A
 * stripe whose thread has ended is taken over, counts and all.
 *
 * <p>Virtual threads come by the hundred thousand and own nothing.
 */
class StripeTable {
    /** Enough for some thousand platform threads; a place costs 4 bytes, a stripe 300. */
    private static final int MAX_PLACES = 1 << 13;

    private static final int SHARED =
            Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1) * 2;

    /** Stands where nobody does. */
    private static final Stripe NOBODY = new Stripe();

    private final Stripe[] shared = new Stripe[SHARED];

    /** A power of two; replaced when it grows. Elements are written under the monitor. */
    private volatile Stripe[] places = {NOBODY};

    /** All stripes, shared ones too; only ever added to. Written under the monitor. */
    private volatile Stripe[] all;

    StripeTable() {
        Arrays.setAll(shared, i -> new Stripe());
        all = shared.clone();
    }

    /**
     * The stripe that stands at the caller's place: perhaps another thread's. A stale answer is
     * such a one too, because only the owner itself writes its id into a stripe.
     */
    final Stripe at(long id) {
        Stripe[] table = places;
        return table[(int) id & (table.length - 1)];
    }

    /** A stripe that anybody may count in. */
    final Stripe shared(long id) {
        return shared[(int) (id ^ (id >>> 16)) & (SHARED - 1)];
    }

    /**
     * Every stripe there is. One that is missing has no entry that was counted before the heavy
     * barrier that came before this call.
     */
    final Stripe[] all() {
        return all;
    }

    /** Makes the calling platform thread the owner of a stripe; null if there is no room. */
    final synchronized @Nullable Stripe claimPlace(Thread caller) {
        while (true) {
            int place = (int) caller.threadId() & (places.length - 1);
            Stripe there = places[place];
            if (there == NOBODY) {
                Stripe fresh = new Stripe(caller);
                add(fresh); // before its first entry is counted
                places[place] = fresh;
                return fresh;
            }
            if (there.isAbandoned() && there.open() == 0) {
                there.take(caller);
                return there;
            }
            if (places.length == MAX_PLACES) {
                return null;
            }
            grow();
        }
    }

    private void add(Stripe fresh) {
        Stripe[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = fresh;
        all = more;
    }

    private void grow() {
        Stripe[] twice = new Stripe[places.length * 2];
        Arrays.fill(twice, NOBODY);
        for (Stripe stripe : places) {
            if (stripe != NOBODY) {
                // Two that stood apart stand apart again.
                twice[stripe.place(twice.length)] = stripe;
            }
        }
        places = twice;
    }

    /** Sends everybody the slow way, where a closed domain is noticed. */
    final synchronized void clear() {
        places = new Stripe[] {NOBODY};
    }
}
