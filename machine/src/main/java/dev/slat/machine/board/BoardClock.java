package dev.slat.machine.board;

/**
 * The board's clock: ticks of {@link BoardLayout#TIMEBASE_FREQUENCY} since it was made. It never
 * runs back, and all harts read the same one. Threads: any.
 */
public final class BoardClock {
    private static final long NANOS_PER_TICK = 1_000_000_000 / BoardLayout.TIMEBASE_FREQUENCY;

    private final long start = System.nanoTime();

    /** A clock that starts at 0. */
    public BoardClock() {}

    /** The time now, in ticks. */
    public long ticks() {
        return (System.nanoTime() - start) / NANOS_PER_TICK;
    }
}
