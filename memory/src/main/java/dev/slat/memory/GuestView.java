package dev.slat.memory;

/** Placeholder while the interface settles. */
public abstract class GuestView implements AutoCloseable {
    GuestView() {}

    public static final int FLUSH = 1;

    /** {@link #translate}: no slot answers (MMIO), or the slot is being deleted. */
    public static final long NO_SLOT = -1;

    /** {@link #translate} for a write: the slot is read-only; the access goes to the bus. */
    public static final long READ_ONLY = -2;

    /** Owner thread. Begins a read section; nests. */
    public abstract void enter();

    /** Owner thread. Ends the read section. */
    public abstract void exit();

    /**
     * hva of the 4 KiB page that holds gpa, or a negative code. Inside enter/exit. Marks the page
     * dirty if write.
     */
    public abstract long translate(long gpa, boolean write);

    /**
     * MMIO load through the bus, outside guest mode; false if no device answers; value in {@link
     * #mmioValue}.
     */
    public abstract boolean mmioRead(long gpa, int size);

    public abstract long mmioValue();

    public abstract boolean mmioWrite(long gpa, int size, long value);

    /** Owner: is any request waiting? One acquire load; the poll of every back edge. */
    public abstract boolean pending();

    /** Owner: takes all waiting requests (bit set: FLUSH, and bits 8.. of the hart's own). */
    public abstract int takeRequests();

    /** Any thread: sets a request bit and wakes the owner if it is parked; does not wait for it. */
    public abstract void request(int bits);

    /** Owner: guest translations may be used from here on; must check pending() right after. */
    public abstract void enterGuest();

    /**
     * Owner: no cached translation is used any more until the next enterGuest (and its check of
     * pending()).
     */
    public abstract void exitGuest();

    /** Owner, outside guest mode: parks until a request arrives or the time has passed. */
    public abstract void park(long nanos);

    @Override
    public abstract void close();
}
