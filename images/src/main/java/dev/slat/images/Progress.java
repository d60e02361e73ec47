package dev.slat.images;

/**
 * Hears how a long job goes on: tasks one after the other, each from 0 to 1.
 *
 * <p>Called from the one thread that does the job, at most some hundred times a task. An
 * implementation must not block for long and must not throw.
 */
public interface Progress {
    /**
     * A task starts; the one before, if any, is done. {@code task} is a short phrase in English.
     */
    void begin(String task);

    /** The share of the current task that is done, from 0 to 1; never falls within a task. */
    void update(double share);

    /** The last task is done, or the job has failed. */
    void end();

    /** Hears nothing. */
    static Progress none() {
        return new Progress() {
            @Override
            public void begin(String task) {}

            @Override
            public void update(double share) {}

            @Override
            public void end() {}
        };
    }
}
