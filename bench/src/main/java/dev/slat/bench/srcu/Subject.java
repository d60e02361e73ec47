package dev.slat.bench.srcu;

/** One way to protect what readers use from an updater who replaces it. */
interface Subject {
    /** A reader for the calling thread. */
    ReadLoop reader();

    /** Replaces what the readers find, and returns when none of them can use the old one. */
    void update();

    /** The subject of this name. */
    static Subject named(String name) {
        return switch (name) {
            case "volatile-read" -> new PlainRead();
            case "membarrier" -> PlainRead.besideMembarrier();
            case "registered" -> new Registered(Registered.Style.BARE);
            case "guard" -> new Registered(Registered.Style.GUARD);
            case "guard-ref" -> new Registered(Registered.Style.GUARD_AND_REF);
            case "nested" -> new Registered(Registered.Style.NESTED);
            case "quiescent" -> new Registered(Registered.Style.QUIESCENT);
            case "anonymous" -> new Anonymous(false);
            case "down-up" -> new Anonymous(true);
            case "rrw-lock" -> new ReadWriteLocked();
            case "stamped-read" -> new Stamped(false);
            case "stamped-optimistic" -> new Stamped(true);
            case "counter" -> new Counted();
            case "refcount" -> new ReferenceCounted();
            case "op-order" -> new OpOrdered();
            case "arena-get" -> new SharedArena(false);
            case "arena-acquire" -> new SharedArena(true);
            default -> throw new IllegalArgumentException("subject '" + name + "'");
        };
    }
}
