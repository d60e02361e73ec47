package dev.slat.stress;

import dev.slat.srcu.Srcu;

/** Says which barrier this JVM runs on; fails if the one that was asked for is refused. */
public final class ChosenBarrier {
    private ChosenBarrier() {}

    /** Takes nothing. */
    public static void main(String[] args) {
        System.out.println(Srcu.barrier());
    }
}
