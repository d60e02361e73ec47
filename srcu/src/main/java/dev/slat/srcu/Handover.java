package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A read section that begins on one thread and ends on another, as the kernel's srcu_down_read and
 * srcu_up_read: for a request that one thread starts and another completes.
 *
 * <p>Threads: any. It must reach the thread that ends it by a happens-before edge (a queue, a
 * future). Of two that end it at once, one gets the error.
 */
public final class Handover {
    private static final VarHandle OVER =
            Fields.find(MethodHandles.lookup(), "over", boolean.class);

    private final Srcu domain;
    private final long ticket;
    private final Debug.@Nullable Opening opening;

    @SuppressWarnings("unused") // read and written through OVER
    private boolean over;

    Handover(Srcu domain) {
        this.domain = domain;
        this.ticket = domain.sharedSections().enter();
        try {
            this.opening = Debug.ON ? domain.debug().entered(this) : null;
        } catch (Throwable e) { // no memory: nobody could ever end it
            domain.sharedSections().leave(ticket);
            throw e;
        }
    }

    /**
     * Ends the section.
     *
     * @throws SrcuException if it was ended before; nothing changes
     */
    public void up() {
        if (!OVER.compareAndSet(this, false, true)) {
            throw new SrcuException.Misuse("up twice in " + domain);
        }
        domain.sharedSections().leave(ticket);
        if (opening != null) {
            domain.debug().left(opening);
        }
    }

    /** Throws unless what is read in {@code wanted} is protected. */
    void require(Srcu wanted) {
        if (domain != wanted || (boolean) OVER.getAcquire(this)) {
            throw new SrcuException.Misuse(
                    "dereference in %s with a hand-over of %s that %s"
                            .formatted(
                                    wanted,
                                    domain,
                                    domain == wanted ? "is over" : "does not protect it"));
        }
    }
}
