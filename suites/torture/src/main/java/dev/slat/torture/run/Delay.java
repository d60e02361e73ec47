package dev.slat.torture.run;

import java.util.SplittableRandom;

/** The pauses of readers and updaters: most are nothing, a few are long. */
public final class Delay {
    private static final int LONGEST_SPIN = 300;
    private static final int SHORTEST_SLEEP = 20_000;
    private static final int LONGEST_SLEEP = 1_000_000;
    private static final int LONGEST_LONG_SLEEP = 6_000_000;

    private Delay() {}

    /** Spins, yields or sleeps, as the dice fall. */
    @SuppressWarnings("ThreadPriorityCheck") // to disturb others, not to order anything
    public static void some(SplittableRandom dice) throws InterruptedException {
        int roll = dice.nextInt(1000);
        if (roll < 600) {
            return;
        }
        if (roll < 900) {
            spin(dice.nextInt(LONGEST_SPIN));
        } else if (roll < 990) {
            Thread.yield();
        } else if (roll < 999) {
            sleep(dice.nextInt(SHORTEST_SLEEP, LONGEST_SLEEP));
        } else {
            sleep(dice.nextInt(LONGEST_SLEEP, LONGEST_LONG_SLEEP));
        }
    }

    public static void sleep(long nanos) throws InterruptedException {
        Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
