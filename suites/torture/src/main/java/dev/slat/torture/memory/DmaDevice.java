package dev.slat.torture.memory;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Crew;
import dev.slat.torture.run.Delay;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** A device that reads tags and writes words of its own, by pages and across them. */
final class DmaDevice {
    private final World world;
    private final int number;
    private final SplittableRandom dice;
    private final MemorySegment word = MemorySegment.ofArray(new long[1]);
    private final MemorySegment twoPages =
            MemorySegment.ofArray(new long[(int) (2 * Layout.PAGE / Long.BYTES)]);
    private long count;

    DmaDevice(World world, int number, SplittableRandom dice) {
        this.world = world;
        this.number = number;
        this.dice = dice;
    }

    void run(Crew crew) throws InterruptedException {
        while (crew.goesOn()) {
            int slot = dice.nextInt(Layout.SLOTS);
            int place = dice.nextInt(Layout.PLACES);
            int page = dice.nextInt(Layout.PAGES - 1);
            try {
                access(slot, place, page);
            } catch (GuestMemoryException e) {
                if (e.errno() != Errno.EFAULT) {
                    throw e;
                }
            }
            Delay.some(dice);
        }
    }

    private void access(int slot, int place, int page) {
        long gpa = Layout.place(slot, place) + page * Layout.PAGE;
        long oldest = world.bound(slot, place);
        if (dice.nextInt(4) == 0) {
            world.dma.read(gpa, twoPages);
            check(twoPages.get(ValueLayout.JAVA_LONG, 0), slot, page, oldest);
            check(twoPages.get(ValueLayout.JAVA_LONG, Layout.PAGE), slot, page + 1, oldest);
            return;
        }
        world.dma.read(gpa + Layout.TAG, word);
        check(word.get(ValueLayout.JAVA_LONG, 0), slot, page, oldest);
        long at = gpa + Layout.DMA_LINE + number * (long) Layout.LINE;
        word.set(ValueLayout.JAVA_LONG, 0, ++count);
        world.dma.write(at, word);
        world.dma.read(at, word);
        long found = word.get(ValueLayout.JAVA_LONG, 0);
        world.findings.require(
                found == count || found == 0,
                Check.READ_BACK,
                "device %d wrote %d to 0x%x and read 0x%x".formatted(number, count, at, found));
    }

    private void check(long tag, int slot, int page, long oldest) {
        world.pagesChecked.increment();
        world.findings.require(
                Tag.isGood(tag, slot, page, oldest),
                Check.STALE,
                "device %d read tag 0x%x in page %d of slot %d, whose oldest life is %d"
                        .formatted(number, tag, page, slot, oldest));
    }
}
