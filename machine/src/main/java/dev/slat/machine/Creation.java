package dev.slat.machine;

/** Where a machine needs something that it may not get, so that tests can have each of it fail. */
interface Creation {
    /** The points, in their order: what is built, then what is started. */
    enum Point {
        /** Host memory for the guest's RAM. */
        RAM,
        /** The guest's memory, with its domain, ring and notifier. */
        GUEST_MEMORY,
        /** The slot of the RAM. */
        RAM_SLOT,
        /** The console, with its thread. */
        CONSOLE,
        /** A hart's view; once for each. */
        HART,
        /** The board's devices. */
        DEVICES,
        /** The rest, when everything else is there. */
        SUPERVISOR,
        /** A hart's thread; once for each. */
        HART_THREAD,
        /** The thread that reads what is typed. */
        INPUT_THREAD,
        /** The thread that runs the others. */
        SUPERVISOR_THREAD
    }

    /** Nothing fails but what really does. */
    Creation REAL = point -> {};

    /** Throws if this point shall fail. */
    void before(Point point);
}
