package dev.slat.torture.memory;

import dev.slat.torture.run.Crew;
import dev.slat.torture.run.Delay;

import java.util.SplittableRandom;

/** Replaces host pages by copies, and asks for their age, whatever happens to their slots. */
final class PageMover {
    private static final int AGEINGS = 16;

    private PageMover() {}

    static void run(World world, Crew crew, SplittableRandom dice) throws InterruptedException {
        while (crew.goesOn()) {
            int slot = dice.nextInt(Layout.SLOTS);
            Life life = world.life(slot);
            if (life != null) {
                life.replace(dice.nextInt(Layout.PAGES), true, world.space);
                if (dice.nextInt(AGEINGS) == 0) {
                    world.space.age(life, dice.nextBoolean());
                }
            }
            Delay.some(dice);
        }
    }
}
