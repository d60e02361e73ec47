package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

/**
 * A registered reader of one domain: the cheapest way in, for a thread that reads often.
 *
 * <p>Threads: exclusive to an owner, but not bound to a thread. An owner may hand it on by any
 * happens-before edge; a virtual thread takes it along across carriers. Only {@link #isInside} may
 * be called by others.
 *
 * <p>Sections nest and may overlap: each protects what was reachable when it began until it is
 * closed. One that begins inside another costs as much as one without a reader. A section may
 * block.
 *
 * <p>Memory ordering: what an updater unlinked before a grace period that ended before {@link
 * #enter} is not seen inside; what is read inside happens before the return of a {@link
 * Srcu#synchronize()} that waits for this section. On {@link Barrier#FENCES} an entry runs a full
 * fence; otherwise neither way runs any.
 *
 * <p>Errors: {@link SrcuException} for the use of a closed reader, and for closing inside a
 * section. A thread that ends inside a section holds every later grace period for ever; the stall
 * report names its reader, and whoever has the section may still close it.
 */
public final class Reader extends ReaderCell implements AutoCloseable {
    private final Srcu domain;
    private final String name;

    /** Most often the thread that uses it. */
    private final Thread registrar;

    /** In debug mode: where it went online. Owner only. */
    private Debug.@Nullable Opening opening;

    /** Lives inside a section. Owner only. */
    private boolean online;

    Reader(Srcu domain, String name) {
        this.domain = domain;
        this.name = name;
        this.registrar = Thread.currentThread();
    }

    /** Begins a read section, for a try statement. */
    public Section enter() {
        return enter(domain);
    }

    /**
     * Begins to live inside a section, for a thread that has no use for short ones, as an event
     * loop: it calls {@link #quiescent} whenever it holds nothing, and {@link #offline} before it
     * blocks for long.
     *
     * @throws SrcuException inside a section
     */
    public void online() {
        if (!isFree()) {
            requireUsable();
            throw misuse("online inside a section");
        }
        if (Debug.ON) {
            opening = domain.debug().online(); // first: it may find no memory
        }
        begin();
        online = true;
    }

    /**
     * Ends the section that the thread lives in and begins the next: nothing that it read before
     * may be used after. A look at a word, and a store if a grace period waits for it.
     *
     * @throws SrcuException when not online
     */
    public void quiescent() {
        requireOnline("quiescent");
        renew();
    }

    /**
     * Ends the life inside a section.
     *
     * @throws SrcuException when not online
     */
    public void offline() {
        requireOnline("offline");
        if (opening != null) {
            domain.debug().left(opening);
            opening = null;
        }
        online = false;
        leave();
    }

    private void requireOnline(String call) {
        if (!online) {
            requireUsable();
            throw misuse(call + " without online");
        }
    }

    /**
     * Whether its cell holds a section: the first of those that are open. One that began inside it
     * and outlives it does not count. Exact for the owner, a hint for others.
     */
    public boolean isInside() {
        return isTaken();
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
        if (isShut()) {
            return;
        }
        if (isTaken()) {
            throw misuse("close inside a section");
        }
        shut();
        domain.unregister(this);
    }

    @Override
    public String toString() {
        return "reader " + name + " of SRCU domain " + domain.name();
    }

    /** Throws unless what is read in {@code wanted} is protected now. */
    void require(Srcu wanted) {
        if (domain != wanted || !isTaken()) {
            throw misuse("dereference in SRCU domain " + wanted.name() + " outside a section");
        }
    }

    @Override
    Srcu domain() {
        return domain;
    }

    @Override
    void requireUsable() {
        if (isShut()) {
            throw misuse("use after close");
        }
    }

    @Override
    StallReport.Holder holder() {
        return Holders.thread("reader " + name, registrar, "registered by ");
    }

    private SrcuException misuse(String what) {
        return new SrcuException.Misuse(what + ": " + this);
    }
}
