package dev.slat.torture;

import dev.slat.srcu.Srcu;
import dev.slat.srcu.SrcuRef;

import java.util.function.BooleanSupplier;

/** Replaces a block as fast as grace periods allow: a million times a second if no reader waits. */
final class TightUpdater {
    final SrcuRef<Block> link;
    private final Srcu srcu;

    TightUpdater(Srcu srcu) {
        this.srcu = srcu;
        link = new SrcuRef<>(srcu, new Block(0));
    }

    void run(BooleanSupplier goesOn) {
        for (long number = 1; goesOn.getAsBoolean(); number++) {
            Block old = link.replace(new Block(number));
            srcu.synchronize();
            old.free();
        }
    }
}
