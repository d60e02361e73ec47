package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * A registered reader of one domain: the cheapest way in, for a thread that reads often.
 *
 * <p>Threads: exclusive to an owner, but not bound to a thread. An owner may hand it on by any
 * happens-before edge; a virtual thread takes it along across carriers. Only {@link #isInside} may
 * be called by others.
 *
 * <p>Sections nest and may overlap: the reader is inside until each entry has had its exit, and
 * protects what its first section could reach until then. A section may block.
 *
 * <p>Memory ordering: what an updater unlinked before a grace period that ended before {@link
 * #enter} is not seen inside; what is read inside happens before the return of a {@link
 * Srcu#synchronize()} that waits for this section. On {@link Barrier#FENCES} an entry runs a full
 * fence, otherwise neither way runs any.
 *
 * <p>Errors: {@link SrcuException} for an exit without an entry, for the use of a closed reader,
 * and for closing inside a section. A thread that ends inside a section holds every later grace
 * period for ever; the stall report names its reader, and whoever has the reader may still leave
 * for it.
 */
public final class Reader extends ReaderCell implements AutoCloseable {
    private final Epoch epoch;
    private final Srcu domain;
    private final String name;
    private final Thread registrar;

    /** Sections inside the outermost one. Owner only. */
    private int nested;

    /** In debug mode: where the open section was entered. Owner only. */
    private Debug.@Nullable Opening opening;

    /** Where it stands in its domain's registry, which guards it. */
    int index;

    Reader(Srcu domain, Epoch epoch, String name) {
        this.domain = domain;
        this.epoch = epoch;
        this.name = name;
        this.registrar = Thread.currentThread();
    }

    /**
     * Begins a read section, or one inside it.
     *
     * @return the section, for a try statement; who leaves by {@link #exit} may ignore it. Compiled
     *     code does not allocate it
     */
    public Section enter() {
        if (own() == 0) {
            setOpaque(epoch.now());
            if (Barrier.READERS_FENCE) {
                VarHandle.fullFence(); // pairs with Barrier.heavy in GracePeriods.run
            }
            if (Debug.ON) {
                opening = domain.debug().entered();
            }
        } else {
            nest();
        }
        return new ReaderSection(this);
    }

    /** Ends the innermost read section. */
    public void exit() {
        if (own() > 0) {
            if (Debug.ON) {
                domain.debug().left(Objects.requireNonNull(opening));
            }
            setRelease(0);
        } else {
            exitSlowly();
        }
    }

    /**
     * Ends the section and begins the next, for a thread that lives inside one, as an event loop
     * does: nothing that it read before may be used after. Costs no more than a look at the epoch,
     * unless a grace period waits.
     *
     * @throws SrcuException outside, and in a nested section
     */
    public void quiescent() {
        long now = epoch.now();
        if (own() != now) {
            renew(now);
        }
    }

    /**
     * Leaves the section that the thread lives in, before it blocks for long.
     *
     * @throws SrcuException outside, and in a nested section
     */
    public void offline() {
        requireOutermost("offline");
        exit();
    }

    /**
     * Takes up the life inside a section again.
     *
     * @throws SrcuException inside a section
     */
    public void online() {
        if (own() != 0) {
            throw misuse(own() == CLOSED ? "online after close" : "online inside a section");
        }
        enter();
    }

    /** Whether its owner is inside a section; exact for the owner, a hint for others. */
    public boolean isInside() {
        return !isOutside();
    }

    /** The name given at its registration. */
    public String name() {
        return name;
    }

    /**
     * Leaves the domain. Closing twice is harmless.
     *
     * @throws SrcuException inside a section; the reader stays registered
     */
    @Override
    public void close() {
        if (own() == CLOSED) {
            return;
        }
        if (own() != 0) {
            throw misuse("close inside a section");
        }
        setRelease(CLOSED);
        domain.unregister(this);
    }

    @Override
    public String toString() {
        return "reader " + name + " of SRCU domain " + domain.name();
    }

    Srcu domain() {
        return domain;
    }

    /** The thread that registered it: most often the one that uses it. */
    Thread registrar() {
        return registrar;
    }

    /** Throws unless what is read in {@code wanted} is protected now. */
    void require(Srcu wanted) {
        if (domain != wanted || !isInside()) {
            throw misuse("dereference in SRCU domain " + wanted.name() + " outside a section");
        }
    }

    private void nest() {
        if (own() == CLOSED) {
            throw misuse("enter after close");
        }
        if (nested == Integer.MAX_VALUE) {
            throw misuse("more than 2^31 nested sections");
        }
        nested++;
        setOpaque(own() | LOOK);
    }

    private void exitSlowly() {
        long cell = own();
        if (cell == 0 || cell == CLOSED) {
            throw misuse(cell == 0 ? "exit without enter" : "exit after close");
        }
        if (nested > 0) {
            nested--;
            return;
        }
        if (Debug.ON) {
            domain.debug().left(Objects.requireNonNull(opening));
        }
        setRelease(0);
        domain.wakeUpdater();
    }

    private void renew(long now) {
        requireOutermost("quiescent");
        boolean asked = own() < 0;
        setRelease(now); // what was read comes before; pairs with isPast
        if (asked) {
            domain.wakeUpdater();
        }
    }

    private void requireOutermost(String call) {
        if (!isInside()) {
            throw misuse(call + (own() == CLOSED ? " after close" : " outside a section"));
        }
        if (nested > 0) {
            throw misuse(call + " in a nested section");
        }
    }

    private SrcuException misuse(String what) {
        return new SrcuException.Misuse(what + ": " + this);
    }

    /** For tests, which cannot enter 2^31 times. */
    void setNested(int depth) {
        nested = depth;
    }
}
