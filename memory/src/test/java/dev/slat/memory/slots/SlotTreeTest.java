package dev.slat.memory.slots;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** The tree and the table of three trees, against plain collections. */
class SlotTreeTest {
    private static final SlotTree.Order BY_FRAME =
            new SlotTree.Order() {
                @Override
                public long key(MemorySlot slot) {
                    return slot.baseGfn();
                }

                @Override
                public long start(MemorySlot slot) {
                    return slot.baseGfn();
                }

                @Override
                public long end(MemorySlot slot) {
                    return slot.endGfn();
                }
            };

    private static MemorySlot slot(int id, long gfn, long pages, long user) {
        return new MemorySlot(id, gfn, pages, user, 0, false, null);
    }

    private static void assertSame(
            SlotTree tree, NavigableMap<Long, MemorySlot> model, Random random) {
        assertThat(tree.size()).isEqualTo(model.size());
        List<MemorySlot> all = new ArrayList<>();
        tree.forEachOverlapping(Long.MIN_VALUE, Long.MAX_VALUE, all::add);
        assertThat(all).containsExactlyElementsOf(model.values());
        for (int i = 0; i < 20; i++) {
            long key = random.nextLong(5000) - 10;
            long end = key + random.nextLong(200);
            Map.Entry<Long, MemorySlot> floor = model.floorEntry(key);
            assertThat(tree.floor(key)).isSameAs(floor == null ? null : floor.getValue());
            assertThat(tree.get(key)).isSameAs(model.get(key));
            List<MemorySlot> found = new ArrayList<>();
            tree.forEachOverlapping(key, end, found::add);
            assertThat(found)
                    .containsExactlyElementsOf(
                            model.values().stream()
                                    .filter(s -> s.baseGfn() < end && s.endGfn() > key && key < end)
                                    .toList());
        }
    }

    @Property(tries = 40)
    void treeIsAsAPlainMapAndOldSnapshotsStay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 2000) int changes) {
        Random random = new Random(seed);
        SlotTree tree = new SlotTree(BY_FRAME);
        TreeMap<Long, MemorySlot> model = new TreeMap<>();
        List<SlotTree> oldTrees = new ArrayList<>();
        List<TreeMap<Long, MemorySlot>> oldModels = new ArrayList<>();
        int bias = 30 + random.nextInt(50); // some shrink, some grow
        for (int i = 0; i < changes; i++) {
            long gfn = random.nextLong(5000);
            if (random.nextInt(100) < bias) {
                MemorySlot slot = slot(i, gfn, 1 + random.nextLong(300), 0);
                tree = tree.with(slot);
                model.put(gfn, slot);
            } else {
                Long key = model.ceilingKey(gfn);
                tree = tree.without(key == null ? gfn : key);
                model.remove(key == null ? gfn : key);
            }
            if (i % 500 == 0) {
                oldTrees.add(tree);
                oldModels.add(new TreeMap<>(model));
            }
        }
        assertSame(tree, model, random);
        for (int i = 0; i < oldTrees.size(); i++) {
            assertSame(oldTrees.get(i), oldModels.get(i), random);
        }
        for (Long key : List.copyOf(model.keySet())) {
            tree = tree.without(key);
            model.remove(key);
        }
        assertSame(tree, model, random);
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
        assertThat(table.size()).isEqualTo(model.size()).isGreaterThan(1000);
        List<MemorySlot> byId = new ArrayList<>();
        table.forEach(byId::add);
        assertThat(byId).containsExactlyInAnyOrderElementsOf(model.values());
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
        assertThat(table.find(2, 0)).isNull();
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
