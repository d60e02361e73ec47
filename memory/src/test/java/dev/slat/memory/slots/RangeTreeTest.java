package dev.slat.memory.slots;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** The radix tree, against a sorted map of what begins where. */
class RangeTreeTest {
    private static MemorySlot slot(long start, long end) {
        return new MemorySlot(0, start, end - start, 0, 0, false, null);
    }

    private static void assertSame(
            RangeTree tree, NavigableMap<Long, MemorySlot> model, long bound, Random random) {
        assertThat(found(tree, 0, Long.MAX_VALUE)).containsExactlyElementsOf(model.values());
        for (int i = 0; i < 40; i++) {
            long start = random.nextLong(bound);
            long end = start + random.nextLong(bound / 4 + 2);
            Map.Entry<Long, MemorySlot> floor = model.floorEntry(start);
            boolean there = floor != null && floor.getValue().contains(start);
            assertThat(tree.find(start)).isSameAs(there ? floor.getValue() : null);
            assertThat(found(tree, start, end))
                    .containsExactlyElementsOf(
                            model.values().stream()
                                    .filter(
                                            s ->
                                                    s.baseGfn() < end
                                                            && s.endGfn() > start
                                                            && start < end)
                                    .toList());
        }
    }

    private static List<MemorySlot> found(RangeTree tree, long start, long end) {
        List<MemorySlot> found = new ArrayList<>();
        tree.forEach(start, end, found::add);
        return found;
    }

    @Property(tries = 60)
    void treeIsAsAPlainMapAndOldSnapshotsStay(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 1500) int changes,
            @ForAll @IntRange(min = 1, max = 45) int bits) {
        Random random = new Random(seed);
        long bound = 1L << bits;
        RangeTree tree = RangeTree.EMPTY;
        TreeMap<Long, MemorySlot> model = new TreeMap<>();
        List<RangeTree> oldTrees = new ArrayList<>();
        List<TreeMap<Long, MemorySlot>> oldModels = new ArrayList<>();
        int bias = 30 + random.nextInt(50); // some shrink, some grow
        for (int i = 0; i < changes; i++) {
            long start = random.nextLong(bound);
            Map.Entry<Long, MemorySlot> below = model.floorEntry(start);
            if (random.nextInt(100) < bias) {
                Long next = model.ceilingKey(start);
                if (below != null && below.getValue().contains(start)) {
                    start = below.getKey(); // the same range anew, as an invalid slot takes
                    MemorySlot again = slot(start, below.getValue().endGfn());
                    tree = tree.with(start, again.endGfn(), again);
                    model.put(start, again);
                    continue;
                }
                long room = (next == null ? bound : next) - start;
                long end = start + 1 + random.nextLong(room);
                if (random.nextBoolean()) {
                    end = Math.min(end, start + 1 + random.nextLong(64));
                }
                MemorySlot slot = slot(start, end);
                tree = tree.with(start, end, slot);
                model.put(start, slot);
            } else if (below != null) {
                tree = tree.without(below.getKey(), below.getValue().endGfn());
                model.remove(below.getKey());
            }
            if (i % 400 == 0) {
                oldTrees.add(tree);
                oldModels.add(new TreeMap<>(model));
            }
        }
        assertSame(tree, model, bound, random);
        for (int i = 0; i < oldTrees.size(); i++) {
            assertSame(oldTrees.get(i), oldModels.get(i), bound, random);
        }
        for (Map.Entry<Long, MemorySlot> entry : model.entrySet()) {
            tree = tree.without(entry.getKey(), entry.getValue().endGfn());
        }
        assertSame(tree, new TreeMap<>(), bound, random);
    }

    @Test
    void numbersBeyondTheRootAreNobodys() {
        RangeTree tree = RangeTree.EMPTY.with(0, 64, slot(0, 64));
        assertThat(tree.find(63)).isNotNull();
        assertThat(tree.find(64)).isNull();
        assertThat(tree.find(1L << 52)).isNull();
        assertThat(tree.find(-1)).isNull();
    }

    @Test
    void aTreeThatHasHadFarNumbersIsAsFlatAsBefore() {
        MemorySlot near = slot(3, 4);
        RangeTree tree = RangeTree.EMPTY.with(3, 4, near).with(1L << 40, 1L << 41, slot(0, 1));
        tree = tree.without(1L << 40, 1L << 41);
        assertThat(tree.find(3)).isSameAs(near);
        assertThat(tree.find(3 + 64)).isNull();
        assertThat(tree.without(3, 4).find(3)).isNull();
    }
}
