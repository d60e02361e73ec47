package dev.slat.memory.slots;

/** Where a change needs memory, so that tests can have each of these fail. */
public interface Allocations {
    /** The points, in their order. */
    enum Point {
        /** The table in which the old slot is invalid. */
        INVALID_TABLE,
        /** The log of a slot. */
        DIRTY_BITMAP,
        /** What the hooks need. */
        HOOKS,
        /** The table that is to stay. */
        TABLE
    }

    /** Nothing fails but what really does. */
    Allocations REAL = point -> {};

    /** Throws an {@link OutOfMemoryError} if this point shall fail. */
    void before(Point point);
}
