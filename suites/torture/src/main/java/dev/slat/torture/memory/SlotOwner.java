package dev.slat.torture.memory;

import dev.slat.memory.internal.FaultyMemory;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Crew;
import dev.slat.torture.run.Delay;

import java.util.SplittableRandom;

/**
 * Leads a slot through one life, on the only thread that changes the slot. When the deletion has
 * returned, the memory is freed at once.
 */
final class SlotOwner {
    /** KVM_MEM_LOG_DIRTY_PAGES. */
    private static final int LOG_DIRTY = 1;

    private static final int MOST_STEPS = 12;

    /** One life of so many is in a mapping with a pager. */
    private static final int PAGED = 3;

    private final World world;
    private final int slot;
    private final Life life;
    private final SplittableRandom dice;
    private final DirtyShadow shadow;
    private int place;
    private int flags;
    private boolean hasMoved;

    private SlotOwner(World world, int slot, long number, SplittableRandom dice) {
        this.world = world;
        this.slot = slot;
        this.dice = dice;
        boolean isPaged = slot != Layout.LARGE_SLOT && dice.nextInt(PAGED) == 0;
        life =
                isPaged
                        ? PagedLife.of(number, slot)
                        : FrameLife.of(number, slot, world.space.newAddress());
        world.space.add(life);
        place = dice.nextInt(Layout.PLACES);
        shadow = new DirtyShadow(world, id(), life);
    }

    /** One life after the other. */
    static void run(World world, Crew crew, int slot, SplittableRandom dice)
            throws InterruptedException {
        for (long number = 1; crew.goesOn(); number++) {
            new SlotOwner(world, slot, number, dice).lead(crew);
        }
    }

    /** Number 0 is RAM's. */
    private int id() {
        return slot + 1;
    }

    private long gpa() {
        return Layout.place(slot, place);
    }

    private void lead(Crew crew) throws InterruptedException {
        flags = dice.nextBoolean() ? LOG_DIRTY : 0;
        set(place, flags, () -> requireVisible(gpa(), false));
        world.setLife(slot, life);
        if (flags == LOG_DIRTY) {
            shadow.begin(gpa());
        }
        for (int steps = dice.nextInt(MOST_STEPS); steps > 0 && crew.goesOn(); steps--) {
            step();
            Delay.some(dice);
        }
        long last = gpa();
        life.setLeaving(true);
        world.change(() -> world.memory.deleteRegion(id()), () -> requireVisible(last, true));
        world.raiseBound(slot, place, life.number + 1);
        world.graveyard.bury(life, dice);
    }

    private void step() {
        switch (dice.nextInt(8)) {
            case 0 -> setFlags(flags ^ LOG_DIRTY);
            case 1 -> move();
            case 2 -> discard();
            case 3 -> validate();
            default -> {
                if (flags == LOG_DIRTY) {
                    shadow.round(gpa());
                }
            }
        }
    }

    private void set(int newPlace, int newFlags, Runnable unchanged) {
        world.change(
                () ->
                        world.memory.setUserMemoryRegion(
                                id(),
                                newFlags,
                                Layout.place(slot, newPlace),
                                life.bytes(),
                                life.userAddress),
                unchanged);
    }

    private void setFlags(int wanted) {
        set(place, wanted, () -> requireVisible(gpa(), true));
        flags = wanted;
        if (flags == LOG_DIRTY) {
            shadow.begin(gpa());
        }
    }

    /** Once in a life, so that the bound of the place that is left holds for good. */
    private void move() {
        if (hasMoved) {
            return;
        }
        hasMoved = true;
        int from = place;
        int to = Layout.PLACES - 1 - place;
        life.setLeaving(true);
        set(
                to,
                flags,
                () -> {
                    requireVisible(Layout.place(slot, from), true);
                    requireVisible(Layout.place(slot, to), false);
                });
        life.setLeaving(false);
        place = to;
        world.raiseBound(slot, from, life.number + 1);
    }

    /** As a balloon does: the page is as it was when the life began. */
    private void discard() {
        int page = dice.nextInt(Layout.PAGES);
        life.replace(page, false, world.space);
        if (flags == LOG_DIRTY) {
            shadow.refresh(gpa(), page);
        }
    }

    private void validate() {
        try {
            FaultyMemory.validate(world.memory);
            world.findings.passed(Check.INVARIANT);
        } catch (IllegalStateException e) {
            world.findings.failed(Check.INVARIANT, String.valueOf(e.getMessage()));
        }
    }

    private void requireVisible(long gpa, boolean expected) {
        world.findings.require(
                world.memory.isVisible(gpa) == expected,
                Check.ROLLBACK,
                "after a change of slot %d that was refused, 0x%x is%s memory"
                        .formatted(id(), gpa, expected ? " no" : ""));
    }
}
