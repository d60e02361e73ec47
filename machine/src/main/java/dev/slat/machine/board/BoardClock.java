package dev.slat.machine.board;

/**
 * The board's clock: ticks of {@link BoardLayout#TIMEBASE_FREQUENCY} since it was made, less the
 * time that it was stopped. It never runs back, and all harts read the same one. Threads: any; one
 * at a time for {@link #stop} and {@link #start}.
 */
public final class BoardClock {
    private static final long NANOS_PER_TICK = 1_000_000_000 / BoardLayout.TIMEBASE_FREQUENCY;

    /** What {@link System#nanoTime} says at tick 0; and the time at which the clock is stopped. */
    private record Setting(long zero, boolean stopped, long stoppedAt) {}

    private volatile Setting setting = new Setting(System.nanoTime(), false, 0);

    /** A clock that starts at 0. */
    public BoardClock() {}

    /** The time now, in ticks. */
    public long ticks() {
        return nanos(setting) / NANOS_PER_TICK;
    }

    /** Stops the clock, while a debugger has the harts; nothing if it is stopped. */
    public void stop() {
        Setting now = setting;
        setting = new Setting(now.zero, true, nanos(now));
    }

    /** Has the clock go on from where it was stopped; nothing if it runs. */
    public void start() {
        Setting now = setting;
        setting = new Setting(System.nanoTime() - nanos(now), false, 0);
    }

    private static long nanos(Setting setting) {
        return setting.stopped ? setting.stoppedAt : System.nanoTime() - setting.zero;
    }
}
