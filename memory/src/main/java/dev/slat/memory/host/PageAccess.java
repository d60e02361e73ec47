package dev.slat.memory.host;

/** What may be done with a page: the protections of mprotect(2). */
public enum PageAccess {
    /** Everything. */
    READ_WRITE,
    /** Loads only; a store faults. */
    READ,
    /** Nothing: every access faults. The contents stay. */
    NONE
}
