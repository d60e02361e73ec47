package dev.slat.srcu.internal;

/**
 * Ways to break a domain on purpose, for torture runs that must notice. Only the update side looks
 * at them.
 */
public enum Fault {
    /** Correct. */
    NONE,
    /** The updater runs no barrier in the readers, only its own fence. */
    NO_HEAVY_BARRIER,
    /** The bank that is not current is not drained before the flip. */
    NO_IDLE_BANK_SCAN,
    /** Cells of registered readers are not looked at. */
    NO_CELL_SCAN,
    /** A grace period that runs already is taken for the caller's. */
    SHARES_TOO_EARLY,
    /** No wait at all. */
    NO_WAIT
}
