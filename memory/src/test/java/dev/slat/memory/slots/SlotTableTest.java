package dev.slat.memory.slots;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The table of three trees, against plain collections. */
class SlotTableTest {
    private static MemorySlot slot(int id, long gfn, long pages, long user) {
        return new MemorySlot(id, gfn, pages, user, 0, false, null);
    }

    @Test
    void tableOfThousandsAnswersInAllThreeOrdersThroughGrowthAndDecay() {
        Random random = new Random(4);
        SlotTable table = SlotTable.EMPTY;
        Map<Integer, MemorySlot> model = new HashMap<>();
        for (int i = 0; i < 12_000; i++) {
            int id = random.nextInt(4000) | (random.nextInt(2) << 16);
            if (random.nextInt(100) < (i < 8_000 ? 90 : 20)) {
                // Frames of different slots never overlap; user memory often does.
                long gfn = MemorySlot.number(id) * 16L;
                long pages = 1L + random.nextInt(16);
                MemorySlot slot = slot(id, gfn, pages, random.nextInt(1000) * 4096L);
                table = table.with(slot);
                model.put(id, slot);
            } else {
                table = table.without(id);
                model.remove(id);
            }
        }
        List<MemorySlot> byId = new ArrayList<>();
        table.forEach(byId::add);
        assertThat(byId)
                .containsExactlyInAnyOrderElementsOf(model.values())
                .hasSizeGreaterThan(1000);
        assertThat(byId).isSortedAccordingTo((a, b) -> Integer.compare(a.id(), b.id()));
        for (int i = 0; i < 2_000; i++) {
            int space = random.nextInt(2);
            long gfn = random.nextLong(64_000);
            MemorySlot there = model.get((int) (gfn / 16) | (space << 16));
            assertThat(table.find(space, gfn))
                    .isSameAs(there != null && there.contains(gfn) ? there : null);
            assertThat(table.byId(i)).isSameAs(model.get(i));
        }
        for (int i = 0; i < 50; i++) {
            long start = random.nextLong(1000) * 4096 + random.nextLong(4096);
            long end = start + 1 + random.nextLong(5 * 4096);
            List<MemorySlot> found = new ArrayList<>();
            table.forEachInUserRange(start, end, found::add);
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(
                            model.values().stream()
                                    .filter(
                                            s ->
                                                    s.userAddress() < end
                                                            && s.endUserAddress() > start)
                                    .toList());
        }
        assertThat(table.find(0, 1L << 52)).isNull();
    }

    @Test
    void theLastFramesOfASpaceAreNotThoseOfTheNext() {
        long last = (1L << 52) - 1;
        SlotTable table = SlotTable.EMPTY.with(slot(0x10001, 0, 5, 0));
        List<MemorySlot> found = new ArrayList<>();
        table.forEachInFrames(0, last, 1, found::add);
        assertThat(found).isEmpty();
        assertThat(table.find(0, 0)).isNull();
        assertThat(table.find(1, 4)).isNotNull();
    }
}
