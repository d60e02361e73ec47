package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

/**
 * A point in a domain's life that is over when a whole grace period has passed since: what the
 * kernel calls the state of a polled grace period (get_state_synchronize_srcu and its kin).
 *
 * <p>Immutable. Two cookies of one domain are equal when the same grace period ends them both, so a
 * few of them can serve many objects.
 *
 * @see Srcu#cookie
 */
public final class Cookie {
    /** Over in every domain, from the start. */
    static final Cookie COMPLETED = new Cookie(null, 0);

    private final @Nullable Srcu domain;
    private final long needed;

    Cookie(@Nullable Srcu domain, long needed) {
        this.domain = domain;
        this.needed = needed;
    }

    /** A cookie that every domain says is over: for what was never published. */
    public static Cookie completed() {
        return COMPLETED;
    }

    /** The domain's sequence number at which it is over. */
    long needed(Srcu asked) {
        if (domain != null && domain != asked) {
            throw new SrcuException.Misuse(
                    "cookie of SRCU domain %s given to %s".formatted(domain.name(), asked.name()));
        }
        return needed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cookie cookie && cookie.domain == domain && cookie.needed == needed;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(needed);
    }

    @Override
    public String toString() {
        return domain == null ? "completed" : domain.name() + "@" + needed;
    }
}
