package dev.slat.torture.memory;

import dev.slat.torture.run.Crew;
import dev.slat.torture.run.Delay;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;

/**
 * Replaces host pages by copies, and asks for their age, whatever happens to their slots: above all
 * while those are being taken away, when they are invalid and their translations still there.
 */
final class PageMover {
    private static final int AGEINGS = 16;

    private final World world;
    private final SplittableRandom dice;

    PageMover(World world, SplittableRandom dice) {
        this.world = world;
        this.dice = dice;
    }

    void run(Crew crew) throws InterruptedException {
        while (crew.goesOn()) {
            Life life = choose();
            if (life == null) {
                Delay.some(dice);
                continue;
            }
            life.replace(dice.nextInt(Layout.PAGES), true, world.space);
            if (dice.nextInt(AGEINGS) == 0) {
                world.space.age(life, dice.nextBoolean());
            }
            if (!life.isLeaving()) {
                Delay.some(dice);
            }
        }
    }

    private @Nullable Life choose() {
        int first = dice.nextInt(Layout.SLOTS);
        for (int i = 0; i < Layout.SLOTS; i++) {
            Life life = world.life((first + i) % Layout.SLOTS);
            if (life != null && life.isLeaving() && !life.isOver()) {
                return life;
            }
        }
        return world.life(first);
    }
}
